-- one table of ours that is not in this database
select name
from unnest(array[
    'crm_client_context', 'crm_client_context_history', 'crm_client_fact', 'crm_client_fact_evidence',
    'crm_context_run', 'crm_context_seen', 'crm_context_lease', 'crm_context_erasure',
    'system_schema_cache', 'system_schema_snapshot', 'system_schema_image',
    'system_schema_draft', 'system_schema_draft_version', 'system_schema_draft_check', 'system_schema_draft_decision',
    'system_schema_draft_backup', 'system_agent_token', 'crm_agent_call'
]) with ordinality as ours (name, position)
where to_regclass(name) is null
order by position
