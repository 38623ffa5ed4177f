-- one row is one view or materialized view
select
    case c.relkind when 'v' then 'view' else 'materialized view' end as kind,
    c.oid::regclass::text as name,
    x.extname::text as extension,
    format(
        'create %s %s%s as %s%s; alter %s %s owner to %s',
        case c.relkind when 'v' then 'view' else 'materialized view' end,
        c.oid::regclass,
        (
            select ' with (' || string_agg(
                format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ' order by o
            ) || ')'
            from unnest(c.reloptions) as o
        ),
        rtrim(pg_get_viewdef(c.oid), ';'),
        case c.relkind when 'm' then ' with no data' end,
        case c.relkind when 'v' then 'view' else 'materialized view' end,
        c.oid::regclass,
        c.relowner::regrole
    )
    || coalesce((
        select string_agg(
            format(
                '; alter view %s alter column %I set default %s', c.oid::regclass, a.attname,
                pg_get_expr(f.adbin, f.adrelid)
            ), '' order by a.attnum
        )
        from pg_attrdef as f
        join pg_attribute as a on a.attrelid = f.adrelid and a.attnum = f.adnum
        where f.adrelid = c.oid
    ), '') as sql
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
left join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where
    c.relkind in ('v', 'm') and c.relpersistence <> 't'
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by c.oid
