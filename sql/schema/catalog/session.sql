-- one reading transaction: one moment, no writes, no long waits, and texts printed alike whatever the role's own settings
begin isolation level repeatable read read only;
set local search_path = pg_catalog, pg_temp;
set local statement_timeout = '30s';
set local lock_timeout = '250ms';
set local jit = off;
set local max_parallel_workers_per_gather = 0;
set local quote_all_identifiers = off;
set local datestyle = 'ISO, YMD';
set local intervalstyle = 'postgres';
set local timezone = 'UTC';
set local extra_float_digits = 1;
set local bytea_output = 'hex';
set local xmloption = 'content'
