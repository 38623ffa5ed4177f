-- the number of a new draft
insert into system_schema_draft (database_name, title, why, author, is_by_agent)
values (:database, :title, :why, :author, :is_by_agent)
returning draft_id
