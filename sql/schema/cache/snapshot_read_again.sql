-- one row is the newest version of a schema, found the same by a new reading
update system_schema_snapshot
set catalog_mark = :catalog_mark, reading = cast(:reading as jsonb)
where id = :id
