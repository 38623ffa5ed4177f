-- what a session of the role that runs migrations finds here: who that is, and the settings that decide what a statement does
select
    current_setting('server_version_num')::integer as server_version,
    d.datdba::regrole::text as owner,
    r.rolname::text as role,
    r.rolsuper as is_superuser,
    (
        select substr(setting, strpos(setting, '=') + 1)
        from pg_db_role_setting as s
        cross join unnest(s.setconfig) as setting
        where s.setdatabase in (0, d.oid) and s.setrole in (0, r.oid) and setting like 'search\_path=%'
        order by s.setrole <> 0 desc, s.setdatabase <> 0 desc
        limit 1
    ) as search_path,
    coalesce((
        select substr(setting, strpos(setting, '=') + 1)
        from pg_db_role_setting as s
        cross join unnest(s.setconfig) as setting
        where s.setdatabase in (0, d.oid) and s.setrole in (0, r.oid) and lower(setting) like 'timezone=%'
        order by s.setrole <> 0 desc, s.setdatabase <> 0 desc
        limit 1
    ), (select t.reset_val from pg_settings as t where t.name = 'TimeZone')) as time_zone
from pg_database as d
join pg_roles as r on r.rolname = coalesce((
    select p.rolname from pg_roles as p where p.rolname = 'postgres'
), (select o.rolname from pg_roles as o where o.oid = d.datdba))
where d.datname = current_database()
