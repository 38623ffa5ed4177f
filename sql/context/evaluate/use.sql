-- one row is what all runs of one contact took: tokens, dollars (null where a price is unknown) and milliseconds
select
    coalesce(sum(coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)), 0) as tokens,
    case when bool_and(cost is not null or prompt_tokens is null) then coalesce(sum(cost), 0) end as cost,
    coalesce(sum(duration_ms), 0) as milliseconds
from crm_context_run
where contact_id = :contact_id
