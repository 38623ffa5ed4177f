-- one row is one reader with its model and prompt: of its proposals that were set aside, those that people accepted
with accepted as materialized (
    select distinct
        cast(proposals #>> '{decision,run_id}' as bigint) as run_id,
        cast(proposals #>> '{decision,number}' as bigint) as number
    from crm_context_run
    where run_id >= :first_run
        and status in ('saved', 'unchanged')
        and proposals #>> '{decision,what}' = 'accept'
)
select
    r.reader,
    coalesce(r.model, '') as model,
    coalesce(r.prompt_version, '') as prompt_version,
    count(*) as of,
    count(a.run_id) as count,
    coalesce(
        (
            array_agg(
                array[cast(r.contact_id as text), '', coalesce(o.operation ->> 'text', '')]
                order by r.run_id desc, o.number
            ) filter (where a.run_id is not null)
        )[1 : :most],
        '{}'
    ) as behind
from crm_context_run as r
cross join lateral jsonb_array_elements(r.proposals -> 'operations') with ordinality as o (operation, number)
left join accepted as a on a.run_id = r.run_id and a.number = o.number - 1
where r.run_id >= :first_run
    and r.started_at >= :since
    and r.status in ('saved', 'unchanged')
    and r.reader is not null
    and r.proposals ? 'summary'
    and jsonb_typeof(r.proposals -> 'operations') = 'array'
    and o.operation ->> 'verdict' = 'rejected'
group by 1, 2, 3
