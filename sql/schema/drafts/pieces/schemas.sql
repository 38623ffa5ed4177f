-- one row is one schema, or one collation or one extension in the schema that it has here
select
    'schema' as kind,
    n.nspname::text as name,
    (
        select x.extname::text
        from pg_depend as d
        join pg_extension as x on x.oid = d.refobjid
        where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e'
    ) as extension,
    format(
        'create schema if not exists %1$I; alter schema %1$I owner to %2$s', n.nspname, n.nspowner::regrole
    ) as sql
from pg_namespace as n
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
union all
select
    'extension',
    x.extname::text,
    x.extname::text,
    format('create extension if not exists %I schema %I', x.extname, n.nspname)
from pg_extension as x
join pg_namespace as n on n.oid = x.extnamespace
where x.extname <> 'plpgsql'
order by 1 desc, 2
