-- one row is the catalog mark: a number that moves when a row of the catalogs does (ANALYZE and VACUUM leave them alone)
select to_hex(bit_xor(hash_record_extended(row(part.name, part.entries, part.mark), 0))) as mark
from (
    select 'namespace' as name, count(*) as entries, bit_xor(hash_record_extended(row(oid, xmin), 0)) as mark
    from pg_namespace
    union all
    select 'class', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_class
    where oid >= 16384 and relpersistence <> 't'
    union all
    select 'attribute', count(*), bit_xor(hash_record_extended(row(attrelid, attnum, xmin), 0))
    from pg_attribute
    where attrelid >= 16384 and attnum > 0
    union all
    select 'attrdef', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_attrdef
    union all
    select 'constraint', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_constraint
    where oid >= 16384
    union all
    select 'index', count(*), bit_xor(hash_record_extended(row(indexrelid, xmin), 0))
    from pg_index
    where indexrelid >= 16384
    union all
    select 'type', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_type
    where oid >= 16384 and typtype in ('e', 'd')
    union all
    select 'enum', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_enum
    union all
    select 'description', count(*), bit_xor(hash_record_extended(row(objoid, objsubid, xmin), 0))
    from pg_description
    where objoid >= 16384 or classoid = 'pg_namespace'::regclass
    union all
    select 'policy', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_policy
    union all
    select 'trigger', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_trigger
    where not tgisinternal
    union all
    select 'inherits', count(*), bit_xor(hash_record_extended(row(inhrelid, inhparent, xmin), 0))
    from pg_inherits
    union all
    select 'rewrite', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_rewrite
    where oid >= 16384
    union all
    select 'sequence', count(*), bit_xor(hash_record_extended(row(seqrelid, xmin), 0))
    from pg_sequence
    union all
    select 'extension', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_extension
    union all
    select 'owned', count(*), bit_xor(hash_record_extended(row(classid, objid, refobjid, refobjsubid, xmin), 0))
    from pg_depend
    where deptype in ('a', 'i', 'e') and classid = 'pg_class'::regclass and objid >= 16384
    union all
    select 'proc', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_proc
    where oid >= 16384
    union all
    select 'foreign table', count(*), bit_xor(hash_record_extended(row(ftrelid, xmin), 0))
    from pg_foreign_table
    union all
    select 'foreign server', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_foreign_server
    union all
    select 'collation', count(*), bit_xor(hash_record_extended(row(oid, xmin), 0))
    from pg_collation
    where oid >= 16384
    union all
    select 'role', count(*), bit_xor(hash_record_extended(row(oid, rolname), 0))
    from pg_roles
) as part
