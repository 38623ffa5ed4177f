-- one row is one index of those names with its table and what it begins with
select
    i.relname as index,
    n.nspname as schema,
    t.relname as table,
    pg_get_indexdef(i.oid, 1, true) as leading
from pg_index as x
join pg_class as i on i.oid = x.indexrelid
join pg_class as t on t.oid = x.indrelid
join pg_namespace as n on n.oid = t.relnamespace
where i.relname = any (cast(:names as text[]))
