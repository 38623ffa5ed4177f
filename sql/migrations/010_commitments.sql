-- A kind of fact of its own: what either side promised. Its type tells who; the object's shape does not name it.

alter table crm_client_fact
    drop constraint crm_client_fact_kind_check,
    add constraint crm_client_fact_kind_check check (kind in ('key_fact', 'role', 'opportunity', 'risk', 'commitment'));
create index if not exists crm_client_fact_promised on crm_client_fact (contact_id)
    where kind = 'commitment' and status in ('active', 'disputed');
comment on index crm_client_fact_promised is 'Who owes what, over all contacts.';
