-- What the figures over all clients are answered from, without reading every fact and every run.

create index crm_client_fact_disputed on crm_client_fact (contact_id) where status = 'disputed';
comment on index crm_client_fact_disputed is 'What waits for a person to decide, over all contacts.';
create index crm_context_run_proposing on crm_context_run (run_id)
    where status in ('saved', 'unchanged')
        and proposals ? 'summary'
        and jsonb_typeof(proposals -> 'operations') = 'array'
        and proposals -> 'operations' <> '[]';
comment on index crm_context_run_proposing is 'The runs that proposed something, as activity/contradictions asks for them.';
