-- one row is one text that a failed run was shown; unless another has read it meanwhile it counts as read by that run
insert into crm_context_seen (contact_id, interaction_id, digest, run_id)
select run.contact_id, item.interaction_id, item.digest, run.run_id
from crm_context_run as run,
    jsonb_to_recordset(run.proposals -> 'shown') as item (interaction_id text, digest text)
where run.run_id = :run_id
on conflict do nothing
