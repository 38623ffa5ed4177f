-- what is kept about an erased person goes: the agents' calls
delete from crm_agent_call where contact_id = :contact_id
