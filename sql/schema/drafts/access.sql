-- what each role that Supabase's API acts as may do with each table; none where the roles are not there
select
    c.oid,
    r.rolname as role,
    n.nspname as schema,
    c.relname as name,
    c.relrowsecurity as rls,
    array(
        select action
        from unnest(array['select', 'insert', 'update', 'delete']) as action
        where
            pg_catalog.has_schema_privilege(r.oid, n.oid, 'usage')
            and pg_catalog.has_table_privilege(r.oid, c.oid, action)
    ) as actions
from pg_catalog.pg_roles as r
cross join pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    r.rolname in ('anon', 'authenticated', 'service_role')
    and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname <> 'information_schema'
    and n.nspname !~ '^pg_'
order by n.nspname, c.relname, r.rolname
