-- one row is the newest snapshot of a database, its document left out
select id, fingerprint, catalog_mark, reading, document_version
from system_schema_snapshot
where database_name = :database
order by id desc
limit 1
