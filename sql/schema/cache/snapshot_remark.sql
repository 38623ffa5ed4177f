-- one row is the newest version of a schema, found the same by a check although the catalog mark had moved
update system_schema_snapshot
set catalog_mark = :catalog_mark
where id = :id
