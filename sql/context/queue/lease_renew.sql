-- one row is the lease that its holder still has, prolonged; none where it was lost
update crm_context_lease set until = :until
where contact_id = :contact_id and holder = :holder and until > :now
returning contact_id
