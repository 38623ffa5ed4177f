-- what a draft may change for all databases of its server: roles, who is a member of which, their settings and comments
select md5(string_agg(c.row, chr(10) order by c.row)) as state
from (
    select to_jsonb(r)::text as row
    from pg_roles as r
    union all
    select to_jsonb(m)::text
    from pg_auth_members as m
    union all
    select to_jsonb(s)::text
    from pg_db_role_setting as s
    where s.setdatabase = 0
    union all
    select to_jsonb(t)::text
    from pg_tablespace as t
    union all
    select to_jsonb(d)::text
    from pg_shdescription as d
) as c
