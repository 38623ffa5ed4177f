-- one row is one day (UTC) with its runs, by how they ended, and what they used
select
    cast(started_at at time zone 'UTC' as date) as day,
    count(*) as runs,
    count(*) filter (where status = 'saved') as saved,
    count(*) filter (where status = 'failed') as failed,
    coalesce(sum(coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)), 0)::bigint as tokens,
    sum(cost) as cost
from crm_context_run
where started_at >= :since
group by 1
order by 1
