-- one row is one reader with its model and prompt: of the facts that it ended, those that people stated again
select
    r.reader,
    coalesce(r.model, '') as model,
    coalesce(r.prompt_version, '') as prompt_version,
    count(*) as of,
    count(*) filter (where u.is_undone) as count,
    coalesce(
        (array_agg(array[cast(f.contact_id as text), cast(f.fact_id as text), f.text] order by f.fact_id desc) filter (where u.is_undone))[1 : :most],
        '{}'
    ) as behind
from crm_client_fact as f
join crm_context_run as r on r.run_id = f.ended_run_id
cross join lateral (
    select exists (
        select from crm_client_fact as again
        join crm_context_run as d using (run_id)
        where again.restores = f.fact_id
            and d.proposals #>> '{decision,what}' = 'restore'
    ) as is_undone
) as u
where f.ended_run_id >= :first_run
    and r.started_at >= :since
    and f.status = 'contradicted'
    and r.reader is not null
group by 1, 2, 3
