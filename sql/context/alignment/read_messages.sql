-- one row is one of the newest messages of contacts that a reader was given, and whether a fact rests on it
select
    s.contact_id,
    s.interaction_id,
    i.kind as channel,
    coalesce(i.subject, '') as subject,
    left(coalesce(i.body, ''), :longest) as body,
    exists (
        select from crm_client_fact_evidence as e
        where e.contact_id = s.contact_id
            and e.interaction_id = s.interaction_id
    ) as is_heard
from (
    select seen.contact_id, seen.interaction_id, seen.digest
    from crm_context_seen as seen
    join crm_context_run as r using (run_id)
    where seen.run_id >= :first_run
        and r.started_at >= :since
        and r.status in ('saved', 'unchanged')
        and r.proposals ? 'summary'
    order by seen.run_id desc, seen.interaction_id
    limit :messages
) as s
join crm_source_interaction as i
    on i.contact_id = s.contact_id
    and i.id = s.interaction_id
where i.author = 'contact'
    and not coalesce(i.is_bulk, false)
