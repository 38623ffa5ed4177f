-- the number of a new check
insert into system_schema_draft_check (draft_id, version, state, fingerprint, report)
values (:draft, :version, :state, :fingerprint, cast(:report as jsonb))
returning check_id
