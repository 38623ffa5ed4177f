-- one row is one text on file of which the run that read it saw the beginning alone, newest first
select item.interaction_id, item.shown, item.written
from crm_context_run as r
cross join lateral jsonb_to_recordset(
    case when jsonb_typeof(r.proposals -> 'cut') = 'array' then r.proposals -> 'cut' else '[]' end
) as item (interaction_id text, digest text, shown integer, written integer)
join crm_context_seen as seen
    on seen.contact_id = r.contact_id
    and seen.run_id = r.run_id
    and seen.interaction_id = item.interaction_id
    and seen.digest = item.digest
join crm_source_interaction as i on i.contact_id = r.contact_id and i.id = item.interaction_id
where r.contact_id = :contact_id
    and item.digest = crm_context_digest(i.subject, i.body)
order by r.run_id desc, item.interaction_id
limit :limit
