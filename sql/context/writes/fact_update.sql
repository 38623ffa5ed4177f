-- one fact gets its new status; what it says stays
update crm_client_fact
set
    status = :status,
    ended_version = :ended_version,
    superseded_by = :superseded_by,
    reason = :reason,
    pinned = :pinned,
    ended_run_id = coalesce(:ended_run_id, ended_run_id),
    pinned_run_id = coalesce(:pinned_run_id, pinned_run_id)
where fact_id = :fact_id
    and contact_id = :contact_id
