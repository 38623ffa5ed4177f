-- one row is one contact with a thread that needs a reply, the longest waiting first
select
    c.contact_id,
    coalesce(c.name, '') as name,
    c.email,
    c.phone,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at,
    waiting.topic as note,
    waiting.since as waits_since,
    waiting.thread
from crm_client_context as x
join crm_source_contact as c using (contact_id)
cross join lateral (
    select
        min(cast(thread ->> 'last_message_at' as timestamptz)) as since,
        (array_agg(thread ->> 'topic' order by thread ->> 'last_message_at'))[1] as topic,
        coalesce((array_agg(thread ->> 'thread_id' order by thread ->> 'last_message_at'))[1], '') as thread
    from jsonb_array_elements(x.context_json -> 'open_threads') as thread
    where thread -> 'needs_reply' = 'true'
) as waiting
where x.context_json @> '{"open_threads": [{"needs_reply": true}]}'
    and (cast(:status as text) is null or x.context_json ->> 'relationship_status' = cast(:status as text))
    and (cast(:role as text) is null or x.context_json -> 'roles' ? cast(:role as text))
order by waiting.since, c.contact_id
limit :limit
