-- one row is one table, index, view or sequence of those asked for, or of all, with the file that it lies in
select
    c.oid::bigint as oid,
    n.nspname::text as schema,
    c.relname::text as name,
    c.relkind::text as kind,
    c.relfilenode::bigint as file
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    (%(oids)s::oid[] is null or c.oid = any (%(oids)s::oid[]))
    and c.oid >= 16384
    and n.nspname !~ '^pg_'
