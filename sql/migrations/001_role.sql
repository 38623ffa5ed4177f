-- The role that the dashboard, the worker and the commands act as; logins are members of it (sql/roles.sql).
do $$
begin
    if not exists (select from pg_roles where rolname = 'orb_dashboard') then
        create role orb_dashboard nologin;
    end if;
exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
        raise insufficient_privilege using
            message = 'permission denied to create the role orb_dashboard',
            hint = 'Ask the administrator of the server to run `create role orb_dashboard nologin;` once.';
end
$$;
