-- one current object keeps its version and learns when the clock next changes it
update crm_client_context
set derived_until = :derived_until
where contact_id = :contact_id
    and derived_until is distinct from :derived_until
