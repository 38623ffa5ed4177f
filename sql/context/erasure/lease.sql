-- what is kept about an erased person goes: lease
delete from crm_context_lease where contact_id = :contact_id
