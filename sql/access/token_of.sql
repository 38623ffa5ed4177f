-- one row is the token with this hash; none where nobody has made it
select token_id, name, scopes, made_by, made_at, expires_at, revoked_at, now() as as_of
from system_agent_token
where secret_hash = :secret_hash
