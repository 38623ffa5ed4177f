-- what no two servers share that were made apart
select c.system_identifier::text as identity from pg_control_system() as c
