-- one row is what may be done with all the tables of one schema, kind and owner that have the same grants
-- api_roles: what is granted to PUBLIC is granted to an API only where that has a role at all
-- a table with grants on its columns stands alone; asked table by table, privileges took two thirds of the time of the tables
select
    g.tables,
    array_remove(array[
        case when has_table_privilege(g.tables[1], 'select') then 'SELECT' end,
        case when has_table_privilege(g.tables[1], 'insert') then 'INSERT' end,
        case when has_table_privilege(g.tables[1], 'update') then 'UPDATE' end,
        case when has_table_privilege(g.tables[1], 'delete') then 'DELETE' end,
        case when has_table_privilege(g.tables[1], 'truncate') then 'TRUNCATE' end,
        case when has_table_privilege(g.tables[1], 'references') then 'REFERENCES' end,
        case when has_table_privilege(g.tables[1], 'trigger') then 'TRIGGER' end
    ], null) as privileges,
    array(
        select r.name
        from (
            select a.rolname as name, a.rolname as grantee from pg_roles as a where a.rolname in ('anon', 'authenticated')
            union all
            select 'PUBLIC', 'public' where exists (select from pg_roles where rolname in ('anon', 'authenticated'))
        ) as r
        where
            has_schema_privilege(r.grantee, g.relnamespace, 'usage')
            and (
                has_table_privilege(r.grantee, g.tables[1], 'select, insert, update, delete')
                or has_any_column_privilege(r.grantee, g.tables[1], 'select, insert, update')
            )
        order by r.name
    ) as api_roles
from (
    select c.relnamespace, c.relacl, array_agg(c.oid) as tables
    from pg_class as c
    where
        c.relkind in ('r', 'p', 'v', 'm', 'f')
        and c.relnamespace = any (array(
            select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        ))
    group by
        c.relnamespace,
        c.relkind,
        c.relowner,
        c.relacl,
        case
            when
                (c.relacl is not null or exists (select from pg_roles where rolname in ('anon', 'authenticated')))
                and c.oid in (select a.attrelid from pg_attribute as a where a.attacl is not null)
                then c.oid
        end
) as g
