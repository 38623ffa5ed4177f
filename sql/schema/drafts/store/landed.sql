-- one row is one draft that a refresh after one snapshot and not after another found to have landed
select distinct on (d.draft_id) d.draft_id as draft, d.title, l.detail
from system_schema_draft_decision as l
join system_schema_draft as d on d.draft_id = l.draft_id
where
    d.database_name = :database
    and l.decision = 'landed'
    and cast(l.detail ->> 'snapshot' as bigint) > :old
    and cast(l.detail ->> 'snapshot' as bigint) <= :new
order by d.draft_id, l.decision_id desc
