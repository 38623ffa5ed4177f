-- one row is the moment at which something was said or written with the contact, oldest first
select changed_at from crm_source_interaction where contact_id = :contact_id order by changed_at
