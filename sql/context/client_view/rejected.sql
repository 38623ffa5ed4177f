-- one row is one proposal about the contact that was rejected and not accepted since, newest first
select
    r.run_id,
    item.position - 1 as number,
    item.operation ->> 'op' as op,
    item.operation ->> 'kind' as kind,
    item.operation ->> 'type' as type,
    item.operation ->> 'text' as text,
    item.operation ->> 'rule' as rule,
    item.operation ->> 'why' as why,
    item.operation -> 'quotes' as quotes,
    r.started_at
from crm_context_run as r
cross join lateral jsonb_array_elements(
    case when jsonb_typeof(r.proposals -> 'operations') = 'array' then r.proposals -> 'operations' else '[]' end
) with ordinality as item (operation, position)
where r.contact_id = :contact_id
    and r.status in ('saved', 'unchanged')
    and item.operation ->> 'verdict' = 'rejected'
    and not exists (
        select
        from crm_context_run as later
        where later.contact_id = r.contact_id
            and later.run_id > r.run_id
            and later.proposals #>> '{decision, what}' = 'accept'
            and later.proposals #> '{decision, run_id}' = to_jsonb(r.run_id)
            and later.proposals #> '{decision, number}' = to_jsonb(item.position - 1)
    )
order by r.run_id desc, item.position
limit :limit
