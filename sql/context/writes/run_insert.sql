-- one run is recorded
insert into crm_context_run (
    contact_id, trigger, actor, reason, reader, model, prompt_version, status, base_version, version, proposals,
    prompt_tokens, completion_tokens, cost, duration_ms, error, started_at
)
values (
    :contact_id, :trigger, :actor, :reason, :reader, :model, :prompt_version, :status, :base_version, :version,
    cast(:proposals as jsonb), :prompt_tokens, :completion_tokens, :cost, :duration_ms, :error, :started_at
)
returning run_id
