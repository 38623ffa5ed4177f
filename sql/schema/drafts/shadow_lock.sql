-- whether this session alone may build shadows on this server, until it ends
select pg_try_advisory_lock(7236, 1) as is_alone
