-- one row is the newest reading of one contact, of contacts spread over all that were read lately, and what was read in it
select r.run_id, r.contact_id, r.base_version, r.started_at, r.reader, r.model, r.prompt_version, r.operations, s.interactions
from (
    select distinct on (contact_id)
        run_id, contact_id, base_version, started_at, reader, coalesce(model, '') as model,
        coalesce(prompt_version, '') as prompt_version, proposals -> 'operations' as operations
    from crm_context_run
    where run_id >= :first_run
        and status in ('saved', 'unchanged')
        and reader is not null
        and proposals ? 'summary'
        and jsonb_typeof(proposals -> 'operations') = 'array'
        and exists (select from crm_context_seen as seen where seen.run_id = crm_context_run.run_id)
    order by contact_id, run_id desc
) as r
cross join lateral (
    select array_agg(interaction_id order by interaction_id) as interactions
    from crm_context_seen as seen
    where seen.run_id = r.run_id
) as s
where exists (select from crm_source_contact as c where c.contact_id = r.contact_id)
order by md5(r.contact_id::text)
limit :sample
