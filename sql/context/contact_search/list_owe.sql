-- one row is one contact to whom we promised something that nobody has said is kept, what is overdue and then the oldest promise first
select
    c.contact_id,
    coalesce(c.name, '') as name,
    c.email,
    c.phone,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at,
    concat(
        coalesce(overdue.words, (select text from crm_client_fact where fact_id = owed.fact_id)),
        ' (and ' || nullif(owed.promises - 1, 0) || ' more)'
    ) as note,
    owed.since as waits_since
from crm_client_context as x
join crm_source_contact as c using (contact_id)
join (
    select
        f.contact_id,
        (array_agg(f.fact_id order by said.occurred_at, f.fact_id))[1] as fact_id,
        min(said.occurred_at) as since,
        count(*) as promises
    from crm_client_fact as f
    left join lateral (
        select occurred_at
        from crm_client_fact_evidence
        where contact_id = f.contact_id
            and fact_id = f.fact_id
            and stance = 'supports'
        order by occurred_at
        limit 1
    ) as said on true
    where f.kind = 'commitment'
        and f.type = 'by_us'
        and f.status in ('active', 'disputed')
    group by f.contact_id
) as owed using (contact_id)
left join lateral (
    select
        jsonb_path_query_first(
            x.context_json, '$.risks[*] ? (@.type == "overdue_promise" && @.note starts with "We ").note'
        ) #>> '{}' as words
) as overdue on true
where (cast(:status as text) is null or x.context_json ->> 'relationship_status' = cast(:status as text))
    and (cast(:role as text) is null or x.context_json -> 'roles' ? cast(:role as text))
order by overdue.words is null, owed.since nulls last, c.contact_id
limit :limit
