-- one row is one run for the contact, newest first, with the counts of its verdicts and the valence of its version
select
    r.run_id,
    r.trigger,
    r.actor,
    r.reason,
    r.reader,
    r.model,
    r.status,
    r.base_version,
    r.version,
    r.prompt_tokens + r.completion_tokens as tokens,
    r.cost,
    r.duration_ms,
    r.error,
    r.started_at,
    r.proposals #>> '{decision, what}' as decision,
    h.last_updated_at as saved_at,
    h.context_json #> '{emotion_trend, valence}' as valence,
    verdicts.rejected,
    case when jsonb_typeof(r.proposals -> 'cut') = 'array' then jsonb_array_length(r.proposals -> 'cut') else 0 end
        as read_in_part
from crm_context_run as r
left join crm_client_context_history as h on h.contact_id = r.contact_id and h.version = r.version
cross join lateral (
    select count(*) as rejected
    from jsonb_path_query(r.proposals, 'lax $.operations[*] ? (@.verdict == "rejected")')
) as verdicts
where r.contact_id = :contact_id
order by r.run_id desc
limit :limit
