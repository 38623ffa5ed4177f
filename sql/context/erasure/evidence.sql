-- what is kept about an erased person goes: evidence
delete from crm_client_fact_evidence where contact_id = :contact_id
