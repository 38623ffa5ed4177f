-- The cached description of the explored databases.

create table system_schema_cache (
    id bigint generated always as identity primary key,
    database_name text not null,
    schema_name text not null,
    table_name text not null,
    column_name text,
    data_type text,
    is_nullable boolean,
    is_pk boolean not null default false,
    is_fk boolean not null default false,
    references_table text,
    references_column text,
    raw_metadata jsonb not null,
    refreshed_at timestamptz not null,
    unique nulls not distinct (database_name, schema_name, table_name, column_name)
);
comment on table system_schema_cache is
    'One column of the explored database, or with column_name null the table itself, whose raw_metadata is complete.';

create table system_schema_snapshot (
    id bigint generated always as identity primary key,
    database_name text not null,
    fingerprint text not null,
    catalog_mark text not null,
    taken_at timestamptz not null,
    document jsonb not null,
    reading jsonb not null,
    places jsonb not null default '{}'
);
comment on table system_schema_snapshot is 'One version of the whole schema of one database; written only when it changed.';
comment on column system_schema_snapshot.reading is
    'What the last reading that found this version said beside the schema: as_of, role, server version, kept texts.';
comment on column system_schema_snapshot.places is 'Where the tables stood on the maps drawn of it, by map.';
create index on system_schema_snapshot (database_name, id desc);
