-- one row is one partition at its parent, or one sequence at the column that owns it
select
    'partition' as kind,
    c.oid::regclass::text as name,
    null::text as extension,
    format(
        'alter table %s attach partition %s %s', i.inhparent::regclass, c.oid::regclass,
        pg_get_expr(c.relpartbound, c.oid)
    ) as sql
from pg_class as c
join pg_inherits as i on i.inhrelid = c.oid
where c.relispartition and c.relkind in ('r', 'p', 'f')
union all
select
    'sequence owner',
    s.oid::regclass::text,
    x.extname::text,
    format('alter sequence %s owned by %s.%I', s.oid::regclass, d.refobjid::regclass, a.attname)
from pg_class as s
join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = s.oid and d.deptype = 'a' and d.refobjsubid > 0
join pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
left join pg_depend as e on e.classid = 'pg_class'::regclass and e.objid = s.oid and e.deptype = 'e'
left join pg_extension as x on x.oid = e.refobjid
where s.relkind = 'S' and s.relpersistence <> 't'
order by 1, 2
