-- one row is one mode in which a process holds a relation, or waits for it
select
    l.relation::bigint as oid,
    l.mode
from pg_catalog.pg_locks as l
where l.pid = %(pid)s and l.locktype = 'relation' and l.relation >= 16384
