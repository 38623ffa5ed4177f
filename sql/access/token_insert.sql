-- one row is the token that was made
insert into system_agent_token (name, secret_hash, scopes, made_by, expires_at)
values (:name, :secret_hash, :scopes, :made_by, now() + make_interval(days => :days))
returning token_id, name, scopes, made_by, made_at, expires_at, revoked_at, now() as as_of
