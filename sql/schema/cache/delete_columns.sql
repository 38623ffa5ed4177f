-- one row is one cached column that its changed table has no longer
delete from system_schema_cache as cached
using unnest(cast(:schema_name as text[]), cast(:table_name as text[])) as changed (schema_name, table_name)
where
    cached.database_name = :database
    and cached.schema_name = changed.schema_name
    and cached.table_name = changed.table_name
    and cached.column_name is not null
    and not exists (
        select
        from unnest(
            cast(:column_schema as text[]), cast(:column_table as text[]), cast(:column_name as text[])
        ) as kept (schema_name, table_name, column_name)
        where
            kept.schema_name = cached.schema_name
            and kept.table_name = cached.table_name
            and kept.column_name = cached.column_name
    )
