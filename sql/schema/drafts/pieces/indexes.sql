-- one row is one index that no constraint owns
select
    'index' as kind,
    i.indexrelid::regclass::text as name,
    x.extname::text as extension,
    pg_get_indexdef(i.indexrelid)
    || case when not i.indisvalid and c.relkind <> 'p'
        then format('; update pg_catalog.pg_index set indisvalid = false where indexrelid = %L::regclass',
            i.indexrelid::regclass)
        else ''
    end as sql
from pg_index as i
join pg_class as c on c.oid = i.indrelid
join pg_namespace as n on n.oid = c.relnamespace
left join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where
    n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relpersistence <> 't'
    and not exists (
        select from pg_constraint as k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
    )
order by i.indexrelid
