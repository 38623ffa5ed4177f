-- one row is one not-null constraint of a table (a row since Postgres 18); most say no more than their column does
select
    k.oid as oid,
    k.conrelid as table_oid,
    k.conkey[1] as number,
    k.conname as name,
    k.convalidated as validated,
    k.connoinherit as no_inherit,
    not k.conislocal as is_inherited
from pg_constraint as k
where
    k.contype = 'n'
    and k.connamespace = any (array(
        select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    ))
