-- one row is one reader with its model and the version of its prompt: how often it read, and from when to when
select
    reader,
    coalesce(model, '') as model,
    coalesce(prompt_version, '') as prompt_version,
    count(*) as readings,
    min(started_at) as first_at,
    max(started_at) as last_at
from crm_context_run
where run_id >= :first_run
    and started_at >= :since
    and status in ('saved', 'unchanged')
    and reader is not null
    and proposals ? 'summary'
group by 1, 2, 3
order by 6 desc, 1, 2, 3
