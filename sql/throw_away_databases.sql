-- one row is a database that one piece of work made for itself
select datname from pg_database where starts_with(datname, :beginning)
