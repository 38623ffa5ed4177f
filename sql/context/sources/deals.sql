-- one row is one opportunity that the site has on file for the contact
select
    id, contact_id, coalesce(type, '') as type, coalesce(stage, '') as stage, estimated_value, next_action, follow_up_at,
    coalesce(is_open, false) as is_open, changed_at
from crm_source_opportunity
where contact_id = :contact_id
    and changed_at <= :now
order by id
