-- one row is one new version of the schema of a database
insert into system_schema_snapshot (database_name, fingerprint, catalog_mark, taken_at, document, reading)
values (
    :database, :fingerprint, :catalog_mark, cast(:as_of as timestamptz),
    cast(:document as jsonb), cast(:reading as jsonb)
)
