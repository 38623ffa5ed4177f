-- one row is one domain; those of the server's own schemas stand here too, because columns may use them
select
    t.oid as oid,
    t.typarray as array_oid,
    t.typbasetype as base_oid,
    n.nspname as schema,
    t.typname as name,
    format_type(t.typbasetype, t.typtypmod) as base,
    t.typnotnull as not_null,
    (
        select k.conname::text
        from pg_constraint as k
        where k.contypid = t.oid and k.contype = 'n' and k.conname <> concat(t.typname, '_not_null')
    ) as not_null_name,
    pg_get_expr(t.typdefaultbin, 0) as default,
    case
        when t.typcollation <> b.typcollation then (
            select quote_ident(cn.nspname) || '.' || quote_ident(l.collname)
            from pg_collation as l
            join pg_namespace as cn on cn.oid = l.collnamespace
            where l.oid = t.typcollation
        )
    end as collation,
    n.nspname ~ '^pg_' or n.nspname = 'information_schema' as is_builtin
from pg_type as t
join pg_namespace as n on n.oid = t.typnamespace
join pg_type as b on b.oid = t.typbasetype
where t.typtype = 'd'
