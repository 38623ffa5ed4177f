-- one row is one materialized view that holds rows: the shadow's is filled too, or nothing could read it
select
    'content' as kind,
    c.oid::regclass::text as name,
    x.extname::text as extension,
    format('refresh materialized view %s', c.oid::regclass) as sql
from pg_class as c
left join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where c.relkind = 'm' and c.relispopulated
order by c.oid
