-- one row is one row-level security policy; the role 0 is everybody
select
    p.polrelid as table_oid,
    p.oid as oid,
    p.polname as name,
    p.polcmd as command,
    p.polpermissive as permissive,
    array(
        select case when r.oid = 0 then 'PUBLIC' else pg_get_userbyid(r.oid)::text end
        from unnest(p.polroles) as r (oid)
    ) as roles,
    p.polqual is not null as has_using,
    p.polwithcheck is not null as has_check,
    case when p.polrelid <> all (cast(:locked as oid[])) then pg_get_expr(p.polqual, p.polrelid) end as using,
    case when p.polrelid <> all (cast(:locked as oid[])) then pg_get_expr(p.polwithcheck, p.polrelid) end as check
from pg_policy as p
