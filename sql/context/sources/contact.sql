-- one row is the contact as the site knows it
select contact_id, coalesce(name, '') as name, email, phone, company, created_at
from crm_source_contact
where contact_id = :contact_id
