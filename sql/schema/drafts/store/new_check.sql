-- the number of a new check
insert into system_schema_draft_check (draft_id, version, state, fingerprint, report, grave, at_risk, extent)
values (
    :draft, :version, :state, :fingerprint, cast(:report as jsonb), cast(:grave as text[]), cast(:at_risk as text[]),
    cast(:extent as jsonb)
)
returning check_id
