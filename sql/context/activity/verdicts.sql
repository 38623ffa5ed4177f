-- one row is one kind of verdict on proposals, by the rule that decided, the commonest first
select
    o.operation ->> 'verdict' as verdict,
    coalesce(o.operation ->> 'rule', '') as rule,
    count(*) as proposals
from crm_context_run as r
cross join lateral jsonb_array_elements(r.proposals -> 'operations') as o (operation)
where r.started_at >= :since
    and r.status in ('saved', 'unchanged')
    and jsonb_typeof(r.proposals -> 'operations') = 'array'
    and r.proposals ? 'summary'
group by 1, 2
order by 3 desc, 1, 2
