-- one lease is given back without a result; nothing counts as failed
update crm_context_lease set until = '-infinity', next_at = :next_at, holder = null
where contact_id = :contact_id and holder = :holder
