-- one row is one version of the contact's object and the run that made it, newest first
select
    history.version, history.last_updated_at, history.run_id, run.trigger, run.actor, run.reason, run.reader, run.model
from crm_client_context_history as history
left join crm_context_run as run using (run_id)
where history.contact_id = :contact_id
order by history.version desc
limit :limit
