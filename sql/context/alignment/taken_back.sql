-- one row is one reader with its model and prompt: of the facts that it stated, those that people retracted or corrected
select
    r.reader,
    coalesce(r.model, '') as model,
    coalesce(r.prompt_version, '') as prompt_version,
    count(*) as of,
    count(d.run_id) as count,
    coalesce(
        (array_agg(array[cast(f.contact_id as text), cast(f.fact_id as text), f.text] order by f.fact_id desc) filter (where d.run_id is not null))[1 : :most],
        '{}'
    ) as behind
from crm_client_fact as f
join crm_context_run as r using (run_id)
left join crm_context_run as d
    on d.run_id = f.ended_run_id
    and d.proposals #>> '{decision,what}' in ('retract', 'correct')
where f.run_id >= :first_run
    and r.started_at >= :since
    and f.actor = 'reader'
    and r.reader is not null
group by 1, 2, 3
