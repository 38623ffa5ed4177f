-- what is kept about an erased person goes: facts
delete from crm_client_fact where contact_id = :contact_id
