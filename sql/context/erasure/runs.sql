-- what is kept about an erased person goes: runs
delete from crm_context_run where contact_id = :contact_id
