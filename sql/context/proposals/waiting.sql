-- one row is one proposal of an agent about the contact that no person has decided about, newest first
select
    r.run_id,
    r.actor,
    r.started_at,
    r.proposals -> 'operations' as operations,
    target.text as target
from crm_context_run as r
left join crm_client_fact as target
    on target.contact_id = r.contact_id
    and target.fact_id = cast(r.proposals #>> '{operations, 0, target_id}' as bigint)
where r.contact_id = :contact_id
    and r.trigger = 'agent'
    and r.status = 'preview'
    and not exists (
        select
        from crm_context_run as later
        where later.contact_id = r.contact_id
            and later.run_id > r.run_id
            and (
                later.proposals -> 'accepts' = to_jsonb(r.run_id)
                or (
                    later.proposals #>> '{decision, what}' = 'dismiss'
                    and later.proposals #> '{decision, run_id}' = to_jsonb(r.run_id)
                )
            )
    )
order by r.run_id desc
