-- one row is one schema of the database, the server's own left out
select
    n.nspname::text as name,
    pg_get_userbyid(n.nspowner)::text as owner,
    d.description as comment,
    has_schema_privilege(n.oid, 'usage') as usable
from pg_namespace as n
left join pg_description as d on d.objoid = n.oid and d.classoid = 'pg_namespace'::regclass and d.objsubid = 0
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
