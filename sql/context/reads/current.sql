-- one row is the current object of the contact
select
    current.contact_id,
    current.version,
    current.context_json as document,
    current.last_updated_at,
    current.derived_until,
    history.run_id
from crm_client_context as current
left join crm_client_context_history as history
    on history.contact_id = current.contact_id
    and history.version = current.version
where current.contact_id = :contact_id
