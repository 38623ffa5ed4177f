-- how a call ended
update crm_agent_call
set version = :version, tokens = :tokens, failed = :failed
where call_id = :call_id
