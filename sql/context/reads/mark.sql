-- one row says how far the contact's ledger is: its newest run that counts, its newest erasure, its version
select
    (
        select coalesce(max(run_id), 0)
        from crm_context_run
        where contact_id = :contact_id
            and status in ('saved', 'unchanged')
    ) as run_id,
    (select coalesce(max(erasure_id), 0) from crm_context_erasure where contact_id = :contact_id) as erasure_id,
    (select coalesce(max(version), 0) from crm_client_context where contact_id = :contact_id) as version
