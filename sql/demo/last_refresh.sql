-- one row: the moment up to which the contact's history has been made, null before the first
select max(started_at) from crm_context_run where contact_id = :contact_id and trigger = 'demo'
