-- one row is one contact whose last refreshes failed: how often, why, and when it is tried again
select
    l.contact_id,
    coalesce(c.name, '') as name,
    l.attempts,
    l.error,
    nullif(l.next_at, '-infinity') as next_at
from crm_context_lease as l
join crm_source_contact as c using (contact_id)
where l.attempts > 0
order by l.attempts desc, l.next_at, l.contact_id
