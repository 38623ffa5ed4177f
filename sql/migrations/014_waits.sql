-- Since when each thread waits: the list of those who need a reply is in order of the first message that asks.
alter table crm_client_context add column if not exists waits jsonb;
comment on column crm_client_context.waits is
    'The threads that wait for a reply, each with its channel and the moment of the first unanswered message that asks.';
