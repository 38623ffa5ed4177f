-- one row is one table that a statement may be kept waiting at
select pg_catalog.format('%I.%I', n.nspname, c.relname) as name
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and c.oid >= 16384 and n.nspname !~ '^pg_' and c.relpersistence <> 't'
