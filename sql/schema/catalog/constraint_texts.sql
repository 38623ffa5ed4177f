-- one row is the text of a check or exclusion constraint; printing one opens its table, so it stands apart and comes later
select
    k.oid as oid,
    pg_get_constraintdef(k.oid) as definition
from pg_constraint as k
where
    k.contype in ('c', 'x')
    and k.conrelid <> 0
    and k.conrelid <> all (cast(:locked as oid[]))
    and k.connamespace = any (array(
        select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    ))
