-- what is kept about an erased person goes: current
delete from crm_client_context where contact_id = :contact_id
