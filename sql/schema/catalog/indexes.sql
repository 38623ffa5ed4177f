-- one row is one index; its texts stand apart and come later
select
    i.indexrelid as oid,
    i.indrelid as table_oid,
    c.relname as name,
    c.relkind = 'I' as is_partitioned,
    c.relispartition as is_inherited,
    i.indisunique as unique,
    i.indisprimary as primary,
    i.indisvalid as valid,
    i.indnkeyatts as key_count,
    i.indkey as columns,
    i.indoption as options,
    m.amname as method,
    i.indnullsnotdistinct as nulls_not_distinct,
    c.relpages as pages
from pg_index as i
join pg_class as c on c.oid = i.indexrelid
join pg_am as m on m.oid = c.relam
where c.relnamespace = any (array(
    select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
))
