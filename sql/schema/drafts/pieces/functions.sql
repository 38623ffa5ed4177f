-- one row is one function or procedure; one in a language that reaches outside keeps its signature and answers with an error
select
    case p.prokind when 'p' then 'procedure' else 'function' end as kind,
    p.oid::regprocedure::text as name,
    x.extname::text as extension,
    case
        when l.lanname in ('sql', 'plpgsql') then pg_get_functiondef(p.oid)
        when p.proname in ('uuid_generate_v4', 'gen_random_uuid') and p.pronargs = 0
            then format(
                'create function %I.%I() returns uuid language sql volatile return pg_catalog.gen_random_uuid()',
                n.nspname, p.proname
            )
        else format(
            'create %s %I.%I(%s)%s language plpgsql%s%s as %L',
            case p.prokind when 'p' then 'procedure' else 'function' end,
            n.nspname,
            p.proname,
            pg_get_function_arguments(p.oid),
            ' returns ' || pg_get_function_result(p.oid),
            case when p.prokind <> 'p' then
                case p.provolatile when 'i' then ' immutable' when 's' then ' stable' else ' volatile' end
            end,
            case when p.proisstrict then ' strict' end,
            'begin raise exception ''This function is a stand-in.''; end'
        )
    end
    || format(
        '; alter %s %s owner to %s',
        case p.prokind when 'p' then 'procedure' else 'function' end, p.oid::regprocedure, p.proowner::regrole
    ) as sql
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
join pg_language as l on l.oid = p.prolang
left join pg_depend as d on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where
    n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and p.prokind in ('f', 'p', 'w')
    and (
        x.oid is null
        or not (array['internal', 'cstring', 'index_am_handler', 'fdw_handler']::regtype[] && (
            p.proargtypes::oid[]::regtype[] || p.prorettype::regtype
        ))
    )
    and not (x.oid is null and p.prolang = 12)
order by 2
