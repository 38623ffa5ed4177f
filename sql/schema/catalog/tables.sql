-- one row is one table, partitioned table, partition, view, materialized view or foreign table
select
    c.oid::bigint as oid,
    n.nspname::text as schema,
    c.relname::text as name,
    c.relkind::text as kind,
    c.relpersistence::text as persistence,
    c.relispartition as is_partition,
    c.relrowsecurity as rls,
    c.relforcerowsecurity as rls_forced,
    nullif(c.reltuples, -1)::bigint as row_estimate,
    c.relpages + coalesce(toast.relpages, 0) as pages,
    pg_get_userbyid(c.relowner)::text as owner,
    coalesce(c.reloptions, '{}') || coalesce(f.ftoptions, '{}') as options,
    s.srvname::text as server,
    case when c.reloftype <> 0 then format_type(c.reloftype, null) end as of_type,
    e.extname::text as extension,
    d.description as comment,
    case
        when c.relkind in ('v', 'm') and c.oid <> all (cast(:locked as oid[])) then pg_get_viewdef(c.oid)
    end as definition,
    case
        when c.relkind = 'p' and c.oid <> all (cast(:locked as oid[])) then pg_get_partkeydef(c.oid)
    end as partition_key,
    case when c.relispartition then pg_get_expr(c.relpartbound, 0) end as partition_bound,
    array_remove(array[
        case when has_table_privilege(c.oid, 'select') then 'SELECT' end,
        case when has_table_privilege(c.oid, 'insert') then 'INSERT' end,
        case when has_table_privilege(c.oid, 'update') then 'UPDATE' end,
        case when has_table_privilege(c.oid, 'delete') then 'DELETE' end,
        case when has_table_privilege(c.oid, 'truncate') then 'TRUNCATE' end,
        case when has_table_privilege(c.oid, 'references') then 'REFERENCES' end,
        case when has_table_privilege(c.oid, 'trigger') then 'TRIGGER' end
    ], null) as privileges,
    array(
        select r.name
        from (
            select 'PUBLIC' as name, 'public' as grantee where c.relacl is not null
            union all
            select a.rolname, a.rolname from pg_roles as a where a.rolname in ('anon', 'authenticated')
        ) as r
        where
            has_schema_privilege(r.grantee, n.oid, 'usage')
            and (
                has_table_privilege(r.grantee, c.oid, 'select, insert, update, delete')
                or has_any_column_privilege(r.grantee, c.oid, 'select, insert, update')
            )
        order by r.name
    ) as api_roles
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
left join pg_class as toast on toast.oid = c.reltoastrelid
left join pg_foreign_table as f on f.ftrelid = c.oid
left join pg_foreign_server as s on s.oid = f.ftserver
left join pg_description as d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
left join pg_depend as x on x.classid = 'pg_class'::regclass and x.objid = c.oid and x.objsubid = 0 and x.deptype = 'e'
left join pg_extension as e on e.oid = x.refobjid
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
