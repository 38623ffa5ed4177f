-- one row is one cached column or table that differs from what is stored
insert into system_schema_cache (
    database_name, schema_name, table_name, column_name, data_type, is_nullable, is_pk, is_fk,
    references_table, references_column, raw_metadata, refreshed_at
)
select
    :database, given.schema_name, given.table_name, given.column_name, given.data_type, given.is_nullable,
    given.is_pk, given.is_fk, given.references_table, given.references_column,
    cast(given.raw_metadata as jsonb), cast(:as_of as timestamptz)
from rows from (
    unnest(
        cast(:schema_name as text[]), cast(:table_name as text[]), cast(:column_name as text[]),
        cast(:data_type as text[]), cast(:is_nullable as boolean[]), cast(:is_pk as boolean[]), cast(:is_fk as boolean[]),
        cast(:references_table as text[]), cast(:references_column as text[])
    ),
    string_to_table(:raw_metadata, E'\n')
) as given (
    schema_name, table_name, column_name, data_type, is_nullable, is_pk, is_fk, references_table, references_column,
    raw_metadata
)
on conflict (database_name, schema_name, table_name, column_name) do update set
    data_type = excluded.data_type,
    is_nullable = excluded.is_nullable,
    is_pk = excluded.is_pk,
    is_fk = excluded.is_fk,
    references_table = excluded.references_table,
    references_column = excluded.references_column,
    raw_metadata = excluded.raw_metadata,
    refreshed_at = excluded.refreshed_at
where
    (
        system_schema_cache.data_type, system_schema_cache.is_nullable, system_schema_cache.is_pk,
        system_schema_cache.is_fk, system_schema_cache.references_table, system_schema_cache.references_column,
        system_schema_cache.raw_metadata
    ) is distinct from (
        excluded.data_type, excluded.is_nullable, excluded.is_pk,
        excluded.is_fk, excluded.references_table, excluded.references_column,
        excluded.raw_metadata
    )
