-- one row is one enumerated, composite, range or base type, domain or collation; of a base type only a stand-in can be made
select
    case t.typtype when 'd' then 'domain' else 'type' end as kind,
    format('%I.%I', n.nspname, t.typname) as name,
    x.extname::text as extension,
    case t.typtype
        when 'e' then format('create type %I.%I as enum (%s)', n.nspname, t.typname, (
            select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
            from pg_enum as e
            where e.enumtypid = t.oid
        ))
        when 'c' then format('create type %I.%I as (%s)', n.nspname, t.typname, (
            select string_agg(
                format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod), (
                    select format(' collate %I.%I', ln.nspname, l.collname)
                    from pg_collation as l
                    join pg_namespace as ln on ln.oid = l.collnamespace
                    where l.oid = a.attcollation and l.oid <> b.typcollation
                )), ', ' order by a.attnum
            )
            from pg_attribute as a
            join pg_type as b on b.oid = a.atttypid
            where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
        ))
        when 'r' then (
            select format(
                'create type %I.%I as range (subtype = %s, multirange_type_name = %s)',
                n.nspname, t.typname, format_type(g.rngsubtype, null), format_type(g.rngmultitypid, null)
            )
            from pg_range as g
            where g.rngtypid = t.oid
        )
        when 'd' then format(
            'create domain %I.%I as %s%s%s%s%s',
            n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod), (
                select format(' collate %I.%I', ln.nspname, l.collname)
                from pg_collation as l
                join pg_namespace as ln on ln.oid = l.collnamespace
                join pg_type as b on b.oid = t.typbasetype and b.typcollation <> l.oid
                where l.oid = t.typcollation
            ),
            ' default ' || pg_get_expr(t.typdefaultbin, 0),
            case when t.typnotnull then coalesce((
                select format(' constraint %I not null', k.conname)
                from pg_constraint as k
                where k.contypid = t.oid and k.contype = 'n'
            ), ' not null') end, (
                select string_agg(
                    format(' constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), '' order by k.conname
                )
                from pg_constraint as k
                where k.contypid = t.oid and k.contype = 'c' and k.convalidated
            )
        )
        else format('create domain %I.%I as text', n.nspname, t.typname)
    end
    || format('; alter type %I.%I owner to %s', n.nspname, t.typname, t.typowner::regrole) as sql
from pg_type as t
join pg_namespace as n on n.oid = t.typnamespace
left join pg_depend as d on d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where
    n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and (
        t.typtype in ('e', 'r', 'd')
        or (t.typtype = 'c' and (select c.relkind from pg_class as c where c.oid = t.typrelid) = 'c')
        or (t.typtype = 'b' and t.typcategory <> 'A')
    )
union all
select
    'collation',
    format('%I.%I', n.nspname, l.collname),
    null,
    case l.collprovider
        when 'i' then format('create collation %I.%I (provider = icu, locale = ''und'')', n.nspname, l.collname)
        else format('create collation %I.%I (locale = %L)', n.nspname, l.collname, l.collcollate)
    end
from pg_collation as l
join pg_namespace as n on n.oid = l.collnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2
