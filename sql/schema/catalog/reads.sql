-- one row is one table or view that a view reads, with the columns that it names
select
    r.ev_class as view_oid,
    n.nspname as schema,
    c.relname as table,
    array(
        select a.attname::text
        from pg_attribute as a
        where a.attrelid = c.oid and a.attnum = any (array_agg(d.refobjsubid))
        order by a.attnum
    ) as columns
from pg_rewrite as r
join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
join pg_class as c on c.oid = d.refobjid
join pg_namespace as n on n.oid = c.relnamespace
where r.ev_type = '1' and r.rulename = '_RETURN' and r.ev_class >= 16384 and d.refobjid <> r.ev_class
group by r.ev_class, n.nspname, c.relname, c.oid
