-- The role that the dashboard, the worker and the commands act as; logins are members of it (sql/roles.sql).
do $$
begin
    create role orb_dashboard nologin;
exception
    when duplicate_object or unique_violation then null;
end
$$;
