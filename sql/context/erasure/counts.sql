-- one row says how much is kept about the contact
select
    (select count(*) from crm_client_fact_evidence where contact_id = :contact_id) as evidence,
    (select count(*) from crm_client_fact where contact_id = :contact_id) as facts,
    (select count(*) from crm_client_context where contact_id = :contact_id) as current,
    (select count(*) from crm_client_context_history where contact_id = :contact_id) as history,
    (select count(*) from crm_context_seen where contact_id = :contact_id) as seen,
    (select count(*) from crm_context_lease where contact_id = :contact_id) as lease,
    (select count(*) from crm_context_run where contact_id = :contact_id) as runs,
    (select count(*) from crm_agent_call where contact_id = :contact_id) as calls
