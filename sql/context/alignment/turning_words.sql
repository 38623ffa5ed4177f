-- one row is one message of one of these contacts since a moment with how it sounds, the newest label of its text
select distinct on (s.contact_id, s.interaction_id)
    s.contact_id,
    s.interaction_id,
    s.valence,
    i.occurred_at,
    left(i.body, :longest) as body
from crm_context_seen as s
join crm_source_interaction as i on i.contact_id = s.contact_id and i.id = s.interaction_id
where s.contact_id = any(cast(:contacts as uuid[]))
    and s.valence is not null
    and i.occurred_at >= :before
order by s.contact_id, s.interaction_id, s.run_id desc
