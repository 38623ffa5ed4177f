-- one row is one schema of the database, the server's own left out
select
    n.oid as oid,
    n.nspname as name,
    pg_get_userbyid(n.nspowner) as owner,
    has_schema_privilege(n.oid, 'usage') as usable
from pg_namespace as n
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
