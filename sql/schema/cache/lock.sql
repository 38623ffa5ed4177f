-- one lock that writers of a database's cache take one after the other; readers never wait for it
select pg_advisory_xact_lock(hashtextextended('schema cache of ' || :database, 0))
