-- one lease is given back after a success; a request that came meanwhile stays
update crm_context_lease
set until = '-infinity', next_at = '-infinity', holder = null, attempts = 0, error = null,
    requested_by = case when requested_at > :started_at then requested_by end,
    requested_at = case when requested_at > :started_at then requested_at end
where contact_id = :contact_id and holder = :holder
