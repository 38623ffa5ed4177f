-- one current object that has no snapshot, from before the ledger, is kept as it stands
insert into crm_client_context_history (contact_id, version, context_json, last_updated_at, run_id)
select contact_id, version, context_json, last_updated_at, :run_id
from crm_client_context
where contact_id = :contact_id
    and version = :version
