-- one row is one enumerated type, its labels in order
select
    t.oid as oid,
    t.typarray as array_oid,
    n.nspname as schema,
    t.typname as name,
    array(select e.enumlabel::text from pg_enum as e where e.enumtypid = t.oid order by e.enumsortorder) as labels
from pg_type as t
join pg_namespace as n on n.oid = t.typnamespace
where t.typtype = 'e' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
