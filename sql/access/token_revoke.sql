-- one row is the token that is revoked now; none where there is no such token, or it was revoked before
update system_agent_token
set revoked_at = now()
where token_id = :token_id
    and revoked_at is null
returning token_id, name, scopes, made_by, made_at, expires_at, revoked_at, now() as as_of
