-- The newest reading of each explored database as one value: opened at once, where the cache's rows are put together.

create table system_schema_image (
    database_name text primary key,
    form text not null,
    digest text not null,
    content bytea not null
);
alter table system_schema_image alter column content set storage external;
comment on table system_schema_image is
    'The newest reading of the schema of one database in a form that opens fast; system_schema_cache holds the same.';
comment on column system_schema_image.form is 'The form that the content is written in: a version reads its own only.';
comment on column system_schema_image.digest is
    'Of the content; it is the newest reading only where that snapshot''s reading names the same digest.';
comment on column system_schema_image.content is 'Compressed: Postgres itself does not try to.';

-- Asked for with every look at the newest snapshot, for which the whole document would be opened.
alter table system_schema_snapshot add column document_version text generated always as (document ->> 'version') stored;
