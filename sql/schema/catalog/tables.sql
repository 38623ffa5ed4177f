-- one row is one table, partitioned table, partition, view, materialized view or foreign table
select
    c.oid as oid,
    n.nspname as schema,
    c.relname as name,
    c.relkind as kind,
    c.relpersistence as persistence,
    c.relispartition as is_partition,
    c.relrowsecurity as rls,
    c.relforcerowsecurity as rls_forced,
    nullif(c.reltuples, -1)::bigint as row_estimate,
    c.relpages + coalesce(toast.relpages, 0) as pages,
    pg_get_userbyid(c.relowner) as owner,
    coalesce(c.reloptions, '{}') || coalesce(f.ftoptions, '{}') as options,
    s.srvname as server,
    case when c.reloftype <> 0 then format_type(c.reloftype, null) end as of_type,
    case
        when c.relkind in ('v', 'm') and c.oid <> all (cast(:locked as oid[])) then pg_get_viewdef(c.oid)
    end as definition,
    case
        when c.relkind = 'p' and c.oid <> all (cast(:locked as oid[])) then pg_get_partkeydef(c.oid)
    end as partition_key,
    case when c.relispartition then pg_get_expr(c.relpartbound, 0) end as partition_bound
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
left join pg_class as toast on toast.oid = c.reltoastrelid
left join pg_foreign_table as f on f.ftrelid = c.oid
left join pg_foreign_server as s on s.oid = f.ftserver
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
