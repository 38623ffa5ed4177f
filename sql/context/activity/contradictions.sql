-- one row says how many of the newest runs that proposed something there are, and how much of that was a contradiction
select
    count(distinct r.run_id) as runs,
    count(*) as proposals,
    count(*) filter (where o.operation ->> 'op' = 'contradict') as contradictions
from (
    select run_id, proposals
    from crm_context_run
    where status in ('saved', 'unchanged')
        and proposals ? 'summary'
        and jsonb_typeof(proposals -> 'operations') = 'array'
        and proposals -> 'operations' <> '[]'
    order by run_id desc
    limit :runs
) as r
cross join lateral jsonb_array_elements(r.proposals -> 'operations') as o (operation)
