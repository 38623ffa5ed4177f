-- one row is one table, with how often and how many of its rows were read from end to end
select
    s.relid::bigint as oid,
    s.seq_scan as scans,
    s.seq_tup_read as rows_read
from pg_catalog.pg_stat_user_tables as s
