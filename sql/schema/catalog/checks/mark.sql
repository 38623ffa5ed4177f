-- one row is the catalog mark: it moves with every row of the catalogs that is written, added or removed, since the row that
-- takes another's place was written by a later transaction; ANALYZE and VACUUM write estimates in place and leave it alone
-- what a large schema has thousands of is summed up by age, since xmin has no cast to a number but by way of text: the age of
-- the first transaction less that of a row is the row's own number, but for rows of initdb, which are not counted so
select md5(string_agg(concat(part.entries, ' ', part.transactions), ',' order by part.name)) as mark
from (
    select 'attribute' as name, count(*) as entries, count(*) * age('3'::xid) - sum(age(xmin)) as transactions
    from pg_attribute
    where attrelid >= 16384 and attnum > 0
    union all
    select 'attrdef', count(*), sum(xmin::text::bigint) from pg_attrdef
    union all
    select 'class', count(*), count(*) * age('3'::xid) - sum(age(xmin)) from pg_class where oid >= 16384 and relpersistence <> 't'
    union all
    select 'collation', count(*), sum(xmin::text::bigint) from pg_collation where oid >= 16384
    union all
    select 'constraint', count(*), count(*) * age('3'::xid) - sum(age(xmin)) from pg_constraint where oid >= 16384
    union all
    select 'description', count(*), count(*) * age('3'::xid) - sum(age(xmin)) from pg_description where objoid >= 16384
    union all
    select 'description of schema', count(*), sum(xmin::text::bigint)
    from pg_description
    where objoid < 16384 and classoid = 'pg_namespace'::regclass
    union all
    select 'enum', count(*), sum(xmin::text::bigint) from pg_enum
    union all
    select 'extension', count(*), sum(xmin::text::bigint) from pg_extension
    union all
    select 'foreign server', count(*), sum(xmin::text::bigint) from pg_foreign_server
    union all
    select 'foreign table', count(*), sum(xmin::text::bigint) from pg_foreign_table
    union all
    select 'index', count(*), count(*) * age('3'::xid) - sum(age(xmin)) from pg_index where indexrelid >= 16384
    union all
    select 'inherits', count(*), sum(xmin::text::bigint) from pg_inherits
    union all
    select 'namespace', count(*), sum(xmin::text::bigint) from pg_namespace
    union all
    select 'of extension', count(*), sum(xmin::text::bigint)
    from pg_depend
    where refclassid = 'pg_extension'::regclass and deptype = 'e'
    union all
    select 'owned', count(*), sum(d.xmin::text::bigint)
    from pg_sequence as s
    join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = s.seqrelid and d.deptype in ('a', 'i')
    union all
    select 'policy', count(*), sum(xmin::text::bigint) from pg_policy
    union all
    select 'proc', count(*), sum(xmin::text::bigint) from pg_proc where oid >= 16384
    union all
    select 'rewrite', count(*), sum(xmin::text::bigint) from pg_rewrite where oid >= 16384
    union all
    select 'role', count(*), sum(hashtextextended(rolname::text, oid::bigint)) from pg_roles
    union all
    select 'sequence', count(*), sum(xmin::text::bigint) from pg_sequence
    union all
    select 'trigger', count(*), count(*) * age('3'::xid) - sum(age(xmin)) from pg_trigger where not tgisinternal
    union all
    select 'type', count(*), count(*) * age('3'::xid) - sum(age(xmin)) from pg_type where oid >= 16384 and typtype in ('e', 'd')
) as part
