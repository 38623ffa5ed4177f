-- one row is one installed extension
select
    e.extname::text as name,
    e.extversion as version,
    n.nspname::text as schema,
    d.description as comment
from pg_extension as e
join pg_namespace as n on n.oid = e.extnamespace
left join pg_description as d on d.objoid = e.oid and d.classoid = 'pg_extension'::regclass
