-- one row is one snapshot of the contact's object
select contact_id, version, context_json as document, last_updated_at, null as derived_until, run_id
from crm_client_context_history
where contact_id = :contact_id
    and version = :version
