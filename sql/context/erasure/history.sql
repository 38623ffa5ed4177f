-- what is kept about an erased person goes: history
delete from crm_client_context_history where contact_id = :contact_id
