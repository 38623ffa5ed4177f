-- one row is one contact with an object, the last updated first
select
    c.contact_id,
    coalesce(c.name, '') as name,
    c.email,
    c.phone,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at,
    coalesce(
        (
            select 'Needs a reply' || coalesce(' since ' || left(asked.since, 10), '') || ': ' || asked.topic
            from (
                select
                    thread ->> 'topic' as topic,
                    coalesce(wait ->> 'since', thread ->> 'last_message_at') as since
                from jsonb_path_query(x.context_json, '$.open_threads[*] ? (@.needs_reply == true)') as thread
                left join jsonb_array_elements(x.waits) as wait
                    on wait ->> 'thread_id' = thread ->> 'thread_id'
                    and wait ->> 'channel' = thread ->> 'channel'
            ) as asked
            order by asked.since, asked.topic
            limit 1
        ),
        x.context_json #>> '{risks, 0, note}',
        ''
    ) as note
from crm_client_context as x
join crm_source_contact as c using (contact_id)
where x.version > 0
    and (cast(:status as text) is null or x.context_json ->> 'relationship_status' = cast(:status as text))
    and (cast(:role as text) is null or x.context_json -> 'roles' ? cast(:role as text))
order by x.last_updated_at desc, c.contact_id
limit :limit
