-- one row is one cached column or table of a table that is gone
delete from system_schema_cache as cached
using unnest(cast(:schema_name as text[]), cast(:table_name as text[])) as gone (schema_name, table_name)
where
    cached.database_name = :database
    and cached.schema_name = gone.schema_name
    and cached.table_name = gone.table_name
