-- one row is the latest snapshot of the database, which now keeps the places of this map too
update system_schema_snapshot
set places = places || jsonb_build_object(cast(:map as text), cast(:places as jsonb))
where id = (select max(id) from system_schema_snapshot where database_name = :database)
