-- one row is one of the newest runs, with the name of the contact
select
    r.run_id,
    r.contact_id,
    coalesce(c.name, '') as name,
    r.trigger,
    r.actor,
    r.reader,
    r.model,
    r.status,
    r.version,
    coalesce(r.prompt_tokens, 0) + coalesce(r.completion_tokens, 0) as tokens,
    r.cost,
    r.duration_ms,
    r.error,
    r.started_at
from (select * from crm_context_run order by started_at desc, run_id desc limit :limit) as r
left join crm_source_contact as c using (contact_id)
order by r.started_at desc, r.run_id desc
