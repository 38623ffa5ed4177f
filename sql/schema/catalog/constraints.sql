-- one row is one primary key, unique, foreign key, check or exclusion constraint of a table
-- conenforced and conperiod came with Postgres 18: where the catalog lacks them, the names mean the outer row's
select
    k.oid as oid,
    k.conname as name,
    k.contype as kind,
    k.conrelid as table_oid,
    k.confrelid as other_oid,
    k.conkey::text as columns,
    k.confkey::text as other_columns,
    k.confupdtype as on_update,
    k.confdeltype as on_delete,
    k.confdelsetcols::text as set_columns,
    k.confmatchtype as match,
    k.condeferrable as deferrable,
    k.condeferred as initially_deferred,
    k.convalidated as validated,
    k.is_enforced as enforced,
    k.has_period as period,
    k.connoinherit as no_inherit,
    k.conparentid as parent_oid,
    not k.conislocal as is_inherited,
    k.conindid as index_oid
from
    (select true as conenforced, false as conperiod) as older
    cross join lateral (
        select k.*, conenforced as is_enforced, conperiod as has_period
        from pg_constraint as k
        where k.conrelid <> 0 and k.contype in ('p', 'u', 'f', 'c', 'x')
    ) as k
where k.connamespace = any (array(
    select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
))
