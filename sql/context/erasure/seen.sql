-- what is kept about an erased person goes: seen
delete from crm_context_seen where contact_id = :contact_id
