-- one row says whether a token was ever made
select exists (select from system_agent_token)
