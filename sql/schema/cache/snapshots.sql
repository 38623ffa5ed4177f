-- one row is a kept snapshot of the database's schema
select id, taken_at, fingerprint, jsonb_array_length(document -> 'tables') as tables
from system_schema_snapshot
where database_name = :database
order by id desc
limit 200
