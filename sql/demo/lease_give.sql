-- one row is removed: the contact's history is complete, workers may refresh it
delete from crm_context_lease where contact_id = :contact_id and holder = 'demo'
