-- the tables that a check found to change and their neighbours, before and after
select extent from system_schema_draft_check where check_id = :check
