-- one row is one contact with what its runs have used, the most expensive first
select
    r.contact_id,
    coalesce(c.name, '') as name,
    r.runs,
    r.tokens,
    r.cost
from (
    select
        contact_id,
        count(*) as runs,
        coalesce(sum(coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)), 0)::bigint as tokens,
        sum(cost) as cost
    from crm_context_run
    where started_at >= :since
    group by contact_id
    order by sum(cost) desc nulls last, 3 desc, 2 desc, contact_id
    limit :limit
) as r
left join crm_source_contact as c using (contact_id)
order by r.cost desc nulls last, r.tokens desc, r.runs desc, r.contact_id
