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
        min(asked.since) as since,
        (array_agg(asked.topic order by asked.since, asked.thread_id))[1] as topic,
        coalesce((array_agg(asked.thread_id order by asked.since, asked.thread_id))[1], '') as thread
    from (
        select
            thread ->> 'topic' as topic,
            thread ->> 'thread_id' as thread_id,
            cast(coalesce(wait ->> 'since', thread ->> 'last_message_at') as timestamptz) as since
        from jsonb_array_elements(x.context_json -> 'open_threads') as thread
        left join jsonb_array_elements(x.waits) as wait
            on wait ->> 'thread_id' = thread ->> 'thread_id'
            and wait ->> 'channel' = thread ->> 'channel'
        where thread -> 'needs_reply' = 'true'
    ) as asked
) as waiting
where x.context_json @> '{"open_threads": [{"needs_reply": true}]}'
    and (cast(:status as text) is null or x.context_json ->> 'relationship_status' = cast(:status as text))
    and (cast(:role as text) is null or x.context_json -> 'roles' ? cast(:role as text))
order by waiting.since, c.contact_id
limit :limit
