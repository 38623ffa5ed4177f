-- What the lists of the client page are answered from, without reading every object.

create index crm_client_context_needs_reply on crm_client_context (contact_id)
    where context_json @> '{"open_threads": [{"needs_reply": true}]}';
create index crm_client_context_at_risk on crm_client_context (contact_id)
    where jsonb_typeof(context_json #> '{risks, 0}') = 'object';
create index crm_client_context_status on crm_client_context ((context_json ->> 'relationship_status'), last_updated_at);
create index crm_client_context_roles on crm_client_context using gin ((context_json -> 'roles'));
create index crm_client_fact_current_roles on crm_client_fact (text) where kind = 'role' and ended_version is null;
