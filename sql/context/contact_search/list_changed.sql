-- one row is one contact whose object changed since a moment, with what became of its facts, the last one first
select
    c.contact_id,
    coalesce(c.name, '') as name,
    c.email,
    c.phone,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at,
    coalesce(nullif(concat_ws(', ', added.words, ended.words), ''), r.trigger, '') as note
from crm_client_context as x
join crm_source_contact as c using (contact_id)
left join crm_client_context_history as h using (contact_id, version)
left join crm_context_run as r using (run_id)
cross join lateral (
    select min(since.version) as version
    from crm_client_context_history as since
    where since.contact_id = x.contact_id
        and since.last_updated_at >= :since
) as first
cross join lateral (
    select case count(*) when 0 then null when 1 then '1 fact added' else count(*) || ' facts added' end as words
    from crm_client_fact as fact
    where fact.contact_id = x.contact_id
        and fact.added_version >= first.version
) as added
cross join lateral (
    select nullif(count(*), 0) || ' ended' as words
    from crm_client_fact as fact
    where fact.contact_id = x.contact_id
        and fact.ended_version >= first.version
) as ended
where x.last_updated_at >= :since
    and (cast(:status as text) is null or x.context_json ->> 'relationship_status' = cast(:status as text))
    and (cast(:role as text) is null or x.context_json -> 'roles' ? cast(:role as text))
order by x.last_updated_at desc, c.contact_id
limit :limit
