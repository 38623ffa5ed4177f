-- one lock on the calls of a token, or of this machine's askers without one, held to the end of the transaction
select pg_advisory_xact_lock(hashtextextended('orb calls of ' || coalesce(cast(:token_id as text), 'nobody'), 0))
