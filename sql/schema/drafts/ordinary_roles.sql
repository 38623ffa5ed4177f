-- one row is one role that the server did not come with and that is no superuser
select r.rolname::text as name
from pg_roles as r
where r.rolname !~ '^pg_' and not r.rolsuper
order by r.rolname
