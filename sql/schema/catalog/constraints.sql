-- one row is one primary key, unique, foreign key, check or exclusion constraint of a table
-- conenforced and conperiod came with Postgres 18: where the catalog lacks them, the names mean the outer row's
select
    k.oid::bigint as oid,
    k.conname::text as name,
    k.contype::text as kind,
    k.conrelid::bigint as table_oid,
    k.confrelid::bigint as other_oid,
    k.conkey as columns,
    k.confkey as other_columns,
    k.confupdtype::text as on_update,
    k.confdeltype::text as on_delete,
    k.confdelsetcols as set_columns,
    k.confmatchtype::text as match,
    k.condeferrable as deferrable,
    k.condeferred as initially_deferred,
    k.convalidated as validated,
    k.is_enforced as enforced,
    k.has_period as period,
    k.connoinherit as no_inherit,
    k.conparentid::bigint as parent_oid,
    not k.conislocal as is_inherited,
    k.conindid::bigint as index_oid,
    d.description as comment
from
    (select true as conenforced, false as conperiod) as older
    cross join lateral (
        select k.*, conenforced as is_enforced, conperiod as has_period
        from pg_constraint as k
        where k.conrelid <> 0 and k.contype in ('p', 'u', 'f', 'c', 'x')
    ) as k
left join pg_description as d on d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass and d.objsubid = 0
where k.connamespace = any (array(
    select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
))
