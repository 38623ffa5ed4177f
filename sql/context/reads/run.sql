-- one row is one run
select
    run_id, contact_id, trigger, actor, reason, reader, model, prompt_version, status, base_version, version, proposals,
    prompt_tokens, completion_tokens, cost, duration_ms, error, started_at
from crm_context_run
where contact_id = :contact_id
    and run_id = :run_id
