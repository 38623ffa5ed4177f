-- one current object keeps its version and learns when the clock next changes it and since when its threads wait
update crm_client_context
set
    derived_until = :derived_until,
    waits = cast(:waits as jsonb)
where contact_id = :contact_id
    and (derived_until, waits) is distinct from (cast(:derived_until as timestamptz), cast(:waits as jsonb))
