-- keep what is known of a backup
insert into system_schema_draft_backup (
    draft_id, version, fingerprint, file, digest, bytes, row_counts, made_by, made_at
)
values (
    :draft, :version, :fingerprint, :file, :digest, :bytes, cast(:row_counts as jsonb), :made_by, :made_at
)
