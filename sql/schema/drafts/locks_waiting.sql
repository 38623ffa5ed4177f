-- whether a process waits for another one
select exists (select from pg_catalog.pg_locks as l where l.pid = %(pid)s and not l.granted) as is_waiting
