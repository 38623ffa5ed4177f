-- one lock on the contact, held to the end of the transaction
select pg_advisory_xact_lock(hashtextextended('orb contact ' || cast(:contact_id as text), 0))
