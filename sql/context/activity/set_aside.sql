-- one row is one message that was set aside because no answer came with it, the newest first
select
    s.contact_id,
    coalesce(c.name, '') as name,
    s.interaction_id,
    r.started_at,
    r.error
from crm_context_seen as s
join crm_context_run as r using (run_id)
left join crm_source_contact as c on c.contact_id = s.contact_id
where r.status = 'failed'
    and r.started_at >= :since
order by r.run_id desc, s.interaction_id
limit :limit
