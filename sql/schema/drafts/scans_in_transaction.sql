-- one row is one table of those asked for that this transaction read from end to end, with the rows that it read
select
    o.oid::bigint as oid,
    pg_catalog.pg_stat_get_xact_numscans(o.oid) as scans,
    pg_catalog.pg_stat_get_xact_tuples_returned(o.oid) as rows_read
from pg_catalog.unnest(%(oids)s::oid[]) as o(oid)
where pg_catalog.pg_stat_get_xact_numscans(o.oid) > 0
