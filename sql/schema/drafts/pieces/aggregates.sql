-- one row is one aggregate, operator or cast of a person
select
    'aggregate' as kind,
    p.oid::regprocedure::text as name,
    x.extname::text as extension,
    format(
        'create aggregate %I.%I(%s) (sfunc = %s, stype = %s%s%s); alter aggregate %I.%I(%s) owner to %s',
        n.nspname, p.proname, args.list, g.aggtransfn, format_type(g.aggtranstype, null),
        ', finalfunc = ' || nullif(g.aggfinalfn, 0)::regproc, ', initcond = ' || quote_literal(g.agginitval),
        n.nspname, p.proname, args.list, p.proowner::regrole
    ) as sql
from pg_aggregate as g
join pg_proc as p on p.oid = g.aggfnoid
join pg_namespace as n on n.oid = p.pronamespace
cross join lateral (select coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*') as list) as args
left join pg_depend as d on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and g.aggkind = 'n'
union all
select
    'operator',
    o.oid::regoperator::text,
    x.extname::text,
    format(
        'create operator %I.%s (function = %s%s%s)', n.nspname, o.oprname, o.oprcode,
        ', leftarg = ' || format_type(nullif(o.oprleft, 0), null), ', rightarg = ' || format_type(o.oprright, null)
    )
from pg_operator as o
join pg_namespace as n on n.oid = o.oprnamespace
left join pg_depend as d on d.classid = 'pg_operator'::regclass and d.objid = o.oid and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and o.oprcode <> 0
union all
select
    'cast',
    format('%s to %s', format_type(k.castsource, null), format_type(k.casttarget, null)),
    x.extname::text,
    format(
        'create cast (%s as %s) %s%s', format_type(k.castsource, null), format_type(k.casttarget, null),
        case
            when k.castmethod = 'f' then 'with function ' || k.castfunc::regprocedure
            when k.castmethod = 'i' then 'with inout'
            else 'without function'
        end,
        case k.castcontext when 'a' then ' as assignment' when 'i' then ' as implicit' else '' end
    )
from pg_cast as k
left join pg_depend as d on d.classid = 'pg_cast'::regclass and d.objid = k.oid and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where
    k.oid >= 16384
    and not exists (
        select from pg_depend as i where i.classid = 'pg_cast'::regclass and i.objid = k.oid and i.deptype = 'i'
    )
order by 1, 2
