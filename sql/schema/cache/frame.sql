-- one row is the document of a snapshot without its tables
select document - 'tables' as frame
from system_schema_snapshot
where id = :id
