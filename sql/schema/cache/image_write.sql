-- one row is the image of the newest reading of a database
insert into system_schema_image (database_name, form, digest, content)
values (:database, :form, :digest, :content)
on conflict (database_name) do update set
    form = excluded.form,
    digest = excluded.digest,
    content = excluded.content
