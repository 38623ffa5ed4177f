-- one row is the newest accepted suggestion of a reader for one derived field
select distinct on (suggestion.field, suggestion.key)
    suggestion.field,
    suggestion.key,
    suggestion.value,
    suggestion.said_at,
    coalesce(suggestion.evidence ->> 'quote', '') as quote
from crm_context_run as run
cross join lateral jsonb_to_recordset(run.proposals -> 'suggestions')
    as suggestion (field text, key text, value text, verdict text, said_at timestamptz, evidence jsonb)
where run.contact_id = :contact_id
    and run.status in ('saved', 'unchanged')
    and suggestion.verdict = 'applied'
order by suggestion.field, suggestion.key, run.run_id desc
