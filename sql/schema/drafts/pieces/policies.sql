-- one row is one policy, or one table whose rows are guarded
select
    'row security' as kind,
    c.oid::regclass::text as name,
    x.extname::text as extension,
    concat_ws(
        '; ',
        case when c.relrowsecurity then format('alter table %s enable row level security', c.oid::regclass) end,
        case when c.relforcerowsecurity then format('alter table %s force row level security', c.oid::regclass) end
    ) as sql
from pg_class as c
left join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where c.relrowsecurity or c.relforcerowsecurity
union all
select
    'policy',
    format('%I on %s', p.polname, p.polrelid::regclass),
    x.extname::text,
    format(
        'create policy %I on %s%s for %s to %s%s%s',
        p.polname,
        p.polrelid::regclass,
        case when not p.polpermissive then ' as restrictive' end,
        case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
        (
            select string_agg(case when r = 0 then 'public' else r::regrole::text end, ', ' order by r::regrole::text)
            from unnest(p.polroles) as r
        ),
        ' using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
        ' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'
    )
from pg_policy as p
left join pg_depend as d
    on d.classid = 'pg_class'::regclass and d.objid = p.polrelid and d.objsubid = 0 and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
order by 1 desc, 2
