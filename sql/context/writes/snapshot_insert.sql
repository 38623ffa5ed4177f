-- one snapshot is appended
insert into crm_client_context_history (contact_id, version, context_json, last_updated_at, run_id)
values (:contact_id, :version, cast(:document as jsonb), :last_updated_at, :run_id)
