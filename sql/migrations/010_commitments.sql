-- A kind of fact of its own: what either side promised. Its type tells who; the object's shape does not name it.

alter table crm_client_fact
    drop constraint crm_client_fact_kind_check,
    add constraint crm_client_fact_kind_check check (kind in ('key_fact', 'role', 'opportunity', 'risk', 'commitment'));
