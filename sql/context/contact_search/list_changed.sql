-- one row is one contact whose object changed since a moment, with what changed in it, the last one first
select
    c.contact_id,
    coalesce(c.name, '') as name,
    c.email,
    c.phone,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at,
    coalesce(nullif(concat_ws('; ', added.words, ended.words), ''), differing.words, r.trigger, '') as note
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
    select
        'new: ' || (array_agg(case fact.kind when 'role' then replace(fact.text, '_', ' ') else fact.text end order by fact.fact_id desc))[1]
        || coalesce(' (and ' || nullif(count(*) - 1, 0) || ' more)', '') as words
    from crm_client_fact as fact
    where fact.contact_id = x.contact_id
        and fact.added_version >= first.version
        and fact.ended_version is null
) as added
cross join lateral (
    select
        'ended: ' || (array_agg(case fact.kind when 'role' then replace(fact.text, '_', ' ') else fact.text end order by fact.fact_id desc))[1]
        || coalesce(' (and ' || nullif(count(*) - 1, 0) || ' more)', '') as words
    from crm_client_fact as fact
    where fact.contact_id = x.contact_id
        and fact.ended_version >= first.version
) as ended
left join lateral (
    select 'changed: ' || nullif(string_agg(replace(part.key, '_', ' '), ', ' order by part.key), '') as words
    from crm_client_context_history as before
    cross join jsonb_each(x.context_json) as part
    where before.contact_id = x.contact_id
        and before.version = first.version - 1
        and part.key <> 'last_updated_at'
        and part.value is distinct from before.context_json -> part.key
) as differing on true
where x.last_updated_at >= :since
    and (cast(:status as text) is null or x.context_json ->> 'relationship_status' = cast(:status as text))
    and (cast(:role as text) is null or x.context_json -> 'roles' ? cast(:role as text))
order by x.last_updated_at desc, c.contact_id
limit :limit
