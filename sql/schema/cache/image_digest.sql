-- one row is the digest of the image that is kept of a database
select digest
from system_schema_image
where database_name = :database
    and form = :form
