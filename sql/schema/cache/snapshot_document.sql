-- one row is the document of a snapshot
select document
from system_schema_snapshot
where database_name = :database
    and id = :id
