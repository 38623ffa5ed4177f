-- one row is the database that is read, and the words that its server quotes as names
select
    current_database()::text as database,
    current_setting('server_version_num')::integer as server_version,
    to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"') as as_of,
    current_user::text as role,
    current_setting('block_size')::integer as block_size,
    (select array_agg(word) from pg_get_keywords() where catcode <> 'U') as keywords,
    pg_is_in_recovery() as is_standby
