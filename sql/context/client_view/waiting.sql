-- one row says how many interactions of the contact no run has read, and when the newest of them came
select count(*) as waiting, max(i.changed_at) as newest
from crm_source_interaction as i
where i.contact_id = :contact_id
    and i.changed_at <= :now
    and not exists (
        select from crm_context_seen as seen
        join crm_context_run as run using (run_id)
        where seen.contact_id = i.contact_id
            and seen.interaction_id = i.id
            and (
                -- what was read since its last edit, long ago, is not compared letter by letter
                run.started_at >= i.changed_at and i.changed_at <= :settled
                or seen.digest = crm_context_digest(i.subject, i.body)
            )
    )
