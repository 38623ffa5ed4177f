-- one row is the complete document of one cached table
select raw_metadata
from system_schema_cache
where database_name = :database and column_name is null
order by schema_name collate "C", table_name collate "C"
