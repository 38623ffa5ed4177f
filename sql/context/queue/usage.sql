-- one row is what runs that asked a reader have used since a moment
select
    count(*) as runs,
    coalesce(sum(coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)), 0)::bigint as tokens,
    coalesce(sum(cost), 0) as cost
from crm_context_run
where started_at >= :since
    and (model is not null or status = 'failed' or proposals ? 'summary')
    and not proposals ? 'accepts'  -- a kept answer is judged again, nobody is asked
