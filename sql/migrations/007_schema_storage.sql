-- Documents of schemas are written at once: compressing them took Postgres a third of the time of a first refresh.

alter table system_schema_cache alter column raw_metadata set storage external;
alter table system_schema_snapshot alter column document set storage external;
