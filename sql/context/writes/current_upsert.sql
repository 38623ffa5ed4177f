-- one current object is replaced by its next version
insert into crm_client_context (contact_id, version, context_json, last_updated_at, derived_until, waits)
values (:contact_id, :version, cast(:document as jsonb), :last_updated_at, :derived_until, cast(:waits as jsonb))
on conflict (contact_id) do update
set
    version = excluded.version,
    context_json = excluded.context_json,
    last_updated_at = excluded.last_updated_at,
    derived_until = excluded.derived_until,
    waits = excluded.waits
