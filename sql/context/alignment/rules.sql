-- one row is one week (UTC, from Monday) of one reader with its model and prompt, and one rule that set proposals aside
select
    cast(date_trunc('week', r.started_at at time zone 'UTC') as date) as week,
    r.reader,
    coalesce(r.model, '') as model,
    coalesce(r.prompt_version, '') as prompt_version,
    case when o.operation ->> 'verdict' = 'rejected' then coalesce(o.operation ->> 'rule', '') end as rule,
    count(*) as count,
    cast(sum(count(*)) over (
        partition by date_trunc('week', r.started_at at time zone 'UTC'), r.reader, r.model, r.prompt_version
    ) as bigint) as of,
    coalesce(
        (
            array_agg(
                array[cast(r.contact_id as text), '', coalesce(o.operation ->> 'text', '')]
                order by r.run_id desc, o.number
            ) filter (where o.operation ->> 'verdict' = 'rejected')
        )[1 : :most],
        '{}'
    ) as behind
from crm_context_run as r
cross join lateral jsonb_array_elements(r.proposals -> 'operations') with ordinality as o (operation, number)
where r.run_id >= :first_run
    and r.started_at >= :since
    and r.status in ('saved', 'unchanged')
    and r.reader is not null
    and r.proposals ? 'summary'
    and jsonb_typeof(r.proposals -> 'operations') = 'array'
group by date_trunc('week', r.started_at at time zone 'UTC'), r.reader, r.model, r.prompt_version, 5
order by 1, 2, 3, 4, 6 desc, 5
