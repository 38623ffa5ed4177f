-- one row is one cached table and the digest of everything cached of it
select schema_name, table_name, raw_metadata ->> 'digest' as digest
from system_schema_cache
where database_name = :database and column_name is null
