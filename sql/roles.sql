-- The logins with the fewest rights, for an administrator to run after `orb migrate`; safe to repeat.
--   orb_app       for DATABASE_URL: the dashboard, the worker and `orb`; what it may do stands in privileges.sql
--   orb_explorer  for SCHEMA_DATABASE_URL, run in the database to explore: reads the catalogs, no table
-- They have no password yet. Give each one in psql with `\password orb_app`, so that it is never written down.
do $$
declare
    login text;
begin
    foreach login in array array['orb_app', 'orb_explorer']
    loop
        if not exists (select from pg_roles where rolname = login) then
            execute format('create role %I login', login);
        end if;
        execute format('grant connect on database %I to %I', current_database(), login);
    end loop;
    if exists (select from pg_roles where rolname = 'orb_dashboard') then
        grant orb_dashboard to orb_app;
    end if;
end
$$;

alter role orb_app set idle_in_transaction_session_timeout = '60s';
alter role orb_app set lock_timeout = '30s';
alter role orb_explorer set default_transaction_read_only = on;
alter role orb_explorer set statement_timeout = '30s';
