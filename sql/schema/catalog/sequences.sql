-- one row is one sequence, with the column that owns it where one does
select
    c.oid as oid,
    n.nspname as schema,
    c.relname as name,
    format_type(s.seqtypid, null) as type,
    s.seqstart as start,
    s.seqincrement as increment,
    s.seqmin as minimum,
    s.seqmax as maximum,
    s.seqcache as cache,
    s.seqcycle as cycle,
    own.refobjid as table_oid,
    own.refobjsubid as column_number,
    own.deptype = 'i' as is_identity,
    c.relpersistence as persistence
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
join pg_sequence as s on s.seqrelid = c.oid
left join pg_depend as own
    on own.classid = 'pg_class'::regclass and own.objid = c.oid and own.refclassid = 'pg_class'::regclass
    and own.deptype in ('a', 'i') and own.refobjsubid > 0
where c.relkind = 'S' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
