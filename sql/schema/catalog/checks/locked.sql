-- one row is one table, or a view or policy's table that reads one, whose texts cannot be printed now without waiting
with held as (
    select l.relation
    from pg_locks as l
    where
        l.locktype = 'relation'
        and l.mode = 'AccessExclusiveLock'
        and l.database = (select d.oid from pg_database as d where d.datname = current_database())
        and l.pid <> pg_backend_pid()
)
select held.relation::bigint as oid from held
union
select r.ev_class::bigint
from held
join pg_depend as d on d.refclassid = 'pg_class'::regclass and d.refobjid = held.relation
join pg_rewrite as r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
union
select p.polrelid::bigint
from held
join pg_depend as d on d.refclassid = 'pg_class'::regclass and d.refobjid = held.relation
join pg_policy as p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
