-- one row is one database that a check of drafts has made
select d.datname::text as name
from pg_database as d
where d.datname ~ '^orb_(shadow|before|copy_[0-9]+)$'
order by d.datname
