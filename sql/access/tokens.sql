-- one row is one token ever made, the newest first, with how often and when it was last used
select
    token.token_id,
    token.name,
    token.scopes,
    token.made_by,
    token.made_at,
    token.expires_at,
    token.revoked_at,
    now() as as_of,
    used.calls,
    used.last_call_at
from system_agent_token as token
cross join lateral (
    select count(*) as calls, max(called_at) as last_call_at
    from crm_agent_call
    where crm_agent_call.token_id = token.token_id
) as used
order by token.token_id desc
