-- one row is one membership that an ordinary role granted, which keeps it from being dropped since Postgres 16
select g.rolname::text as role, m.rolname::text as member, r.rolname::text as grantor
from pg_auth_members as a
join pg_roles as g on g.oid = a.roleid
join pg_roles as m on m.oid = a.member
join pg_roles as r on r.oid = a.grantor
where not r.rolsuper and r.rolname !~ '^pg_' and current_setting('server_version_num')::int >= 160000
order by 1, 2, 3
