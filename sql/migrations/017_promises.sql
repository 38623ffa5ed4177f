-- The list of promises is read from its index alone: who promised what to whom is looked up for those that are shown.

drop index crm_client_fact_promised;
create index crm_client_fact_promised on crm_client_fact (contact_id, fact_id) include (type, added_version)
    where kind = 'commitment' and status in ('active', 'disputed');
comment on index crm_client_fact_promised is 'Who owes what, over all contacts.';
