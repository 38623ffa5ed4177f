-- one lease is given back after a failure: one attempt more, and the moment of the next
update crm_context_lease
set until = '-infinity', next_at = :next_at, holder = null, attempts = attempts + 1, error = :error
where contact_id = :contact_id and holder = :holder
