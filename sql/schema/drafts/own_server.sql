-- what a server is that a person lends for shadows: who we are there, and what it holds already
select
    r.rolsuper as is_superuser,
    pg_is_in_recovery() as is_standby,
    (select c.system_identifier::text from pg_control_system() as c) as identity,
    current_setting('server_version_num')::integer as server_version,
    array(
        select d.datname::text
        from pg_database as d
        where
            not d.datistemplate and d.datname not in ('postgres', current_database())
            and d.datname !~ '^orb_(shadow|before|copy_[0-9]+)$'
        order by d.datname
    ) as databases,
    array(
        select format('%I.%I', n.nspname, c.relname)
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        order by 1
        limit 3
    ) as relations,
    array(select p.rolname::text from pg_roles as p where p.rolname !~ '^pg_' and not p.rolsuper) as roles,
    array(select p.rolname::text from pg_roles as p where p.rolsuper) as superusers
from pg_roles as r
where r.rolname = current_user
