-- one row is one role, or one role's being a member of another, whoever granted it; none may log in or is a superuser in the shadow
select
    'role' as kind,
    r.rolname::text as name,
    null::text as extension,
    format(
        'create role %I nologin%s%s%s',
        r.rolname,
        case when r.rolcreaterole then ' createrole' end,
        case when r.rolbypassrls then ' bypassrls' end,
        case when not r.rolinherit then ' noinherit' end
    ) as sql
from pg_roles as r
where r.rolname !~ '^pg_'
union all
select
    'membership',
    format('%s of %s', m.rolname, g.rolname),
    null,
    format('grant %I to %I%s', g.rolname, m.rolname, case when bool_or(a.admin_option) then ' with admin option' end)
from pg_auth_members as a
join pg_roles as g on g.oid = a.roleid
join pg_roles as m on m.oid = a.member
where
    m.rolname !~ '^pg_'
    and (g.rolname !~ '^pg_' or g.rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_monitor'))
group by g.rolname, m.rolname
order by 1 desc, 2
