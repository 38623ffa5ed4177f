-- ends whoever is connected to one database of this server
select pg_terminate_backend(pid) from pg_stat_activity where datname = :database and pid <> pg_backend_pid()
