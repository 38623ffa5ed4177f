-- one row says whether the server is a standby, and by how many seconds it is behind what it last heard of its primary
select
    pg_is_in_recovery() as is_standby,
    case when pg_last_wal_receive_lsn() is distinct from pg_last_wal_replay_lsn()
        then extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 else 0.0 end as seconds_behind
