-- one row is one version of a draft, newest first
select version, author, is_by_agent, created_at, sql
from system_schema_draft_version
where draft_id = :draft
order by version desc
