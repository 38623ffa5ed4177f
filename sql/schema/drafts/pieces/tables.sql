-- one row is one table with its columns and checks; a partition stands alone here and is attached later, as pg_dump does it
with columns as (
    select
        a.attrelid,
        string_agg(
            format(
                '%I %s%s%s%s%s',
                a.attname,
                format_type(a.atttypid, a.atttypmod),
                case when a.attcollation <> t.typcollation then (
                    select format(' collate %I.%I', ln.nspname, l.collname)
                    from pg_collation as l
                    join pg_namespace as ln on ln.oid = l.collnamespace
                    where l.oid = a.attcollation
                ) end,
                case a.attgenerated
                    when 's' then format(' generated always as (%s) stored', pg_get_expr(f.adbin, f.adrelid))
                    when 'v' then format(' generated always as (%s) virtual', pg_get_expr(f.adbin, f.adrelid))
                    else ' default ' || pg_get_expr(f.adbin, f.adrelid)
                end,
                case when a.attidentity <> '' and not c.relispartition then (
                    select format(
                        ' generated %s as identity (sequence name %s start %s increment %s minvalue %s maxvalue %s cache %s%s)',
                        case a.attidentity when 'a' then 'always' else 'by default' end,
                        s.seqrelid::regclass, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
                        case when s.seqcycle then ' cycle' end
                    )
                    from pg_depend as d
                    join pg_sequence as s on s.seqrelid = d.objid
                    where
                        d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
                        and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype = 'i'
                ) end,
                case when a.attnotnull then coalesce(k.text, ' not null') end
            ), ', ' order by a.attnum
        ) as list
    from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type as t on t.oid = a.atttypid
    left join pg_attrdef as f on f.adrelid = a.attrelid and f.adnum = a.attnum
    left join lateral (
        select
            case
                when n.convalidated
                    then format(' constraint %I not null%s', n.conname, case when n.connoinherit then ' no inherit' end)
                else ''
            end as text
        from pg_constraint as n
        where n.conrelid = a.attrelid and n.contype = 'n' and n.conkey[1] = a.attnum
    ) as k on true
    where
        c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't' and c.oid >= 16384 and c.reloftype = 0
        and (a.attislocal or c.relispartition)
    group by a.attrelid
),
checks as (
    select
        k.conrelid,
        string_agg(
            format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), ', ' order by k.conname
        ) as list
    from pg_constraint as k
    join pg_class as c on c.oid = k.conrelid
    where k.contype = 'c' and k.convalidated and (k.conislocal or c.relispartition)
    group by k.conrelid
)
select
    'table' as kind,
    c.oid::regclass::text as name,
    x.extname::text as extension,
    format(
        'create %s %s%s%s%s%s%s%s; alter table %s owner to %s',
        case when c.relkind = 'f' then 'foreign table' when c.relpersistence = 'u' then 'unlogged table' else 'table' end,
        c.oid::regclass,
        ' of ' || nullif(c.reloftype, 0)::regtype,
        case when c.reloftype = 0 or checks.list is not null then
            ' (' || concat_ws(', ', case when c.reloftype = 0 then columns.list end, checks.list) || ')'
        end,
        (
            select ' inherits (' || string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) || ')'
            from pg_inherits as i
            where i.inhrelid = c.oid and not c.relispartition
        ),
        ' partition by ' || pg_get_partkeydef(c.oid),
        (
            select ' with (' || string_agg(
                format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ' order by o
            ) || ')'
            from unnest(c.reloptions) as o
        ),
        (
            select format(' server %I', s.srvname) || coalesce((
                select ' options (' || string_agg(
                    format('%I %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ' order by o
                ) || ')'
                from unnest(f.ftoptions) as o
            ), '')
            from pg_foreign_table as f
            join pg_foreign_server as s on s.oid = f.ftserver
            where f.ftrelid = c.oid
        ),
        c.oid::regclass,
        c.relowner::regrole
    ) as sql
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
left join columns on columns.attrelid = c.oid
left join checks on checks.conrelid = c.oid
left join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where
    c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by c.oid
