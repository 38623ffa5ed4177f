-- one row is one backup of a version, newest first
select file, digest, bytes, row_counts, fingerprint, made_by, made_at
from system_schema_draft_backup
where draft_id = :draft and version = :version
order by backup_id desc
