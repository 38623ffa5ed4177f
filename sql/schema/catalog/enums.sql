-- one row is one enumerated type, its labels in order
select
    t.oid::bigint as oid,
    t.typarray::bigint as array_oid,
    n.nspname::text as schema,
    t.typname::text as name,
    array(select e.enumlabel::text from pg_enum as e where e.enumtypid = t.oid order by e.enumsortorder) as labels,
    x.extname::text as extension,
    d.description as comment
from pg_type as t
join pg_namespace as n on n.oid = t.typnamespace
left join pg_depend as p on p.classid = 'pg_type'::regclass and p.objid = t.oid and p.deptype = 'e'
left join pg_extension as x on x.oid = p.refobjid
left join pg_description as d on d.objoid = t.oid and d.classoid = 'pg_type'::regclass
where t.typtype = 'e' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
