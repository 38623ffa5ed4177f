-- one row is the newest snapshot of a database, its document left out, and the image of the same reading
select snapshot.fingerprint, snapshot.catalog_mark, snapshot.reading, image.content
from system_schema_snapshot as snapshot
join system_schema_image as image
    on image.database_name = snapshot.database_name
    and image.digest = snapshot.reading ->> 'image'
    and image.form = :form
where
    snapshot.id = (select max(id) from system_schema_snapshot where database_name = :database)
    and snapshot.document_version = :document_version
