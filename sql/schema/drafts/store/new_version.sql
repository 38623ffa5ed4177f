-- the number of a new version; of two editors at once one is refused by the key
insert into system_schema_draft_version (draft_id, version, sql, author, is_by_agent)
select draft_id, system_schema_newest(draft_id) + 1, :sql, :author, :is_by_agent
from system_schema_draft
where draft_id = :draft
returning version
