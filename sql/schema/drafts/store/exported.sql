-- one row is one version that was handed over and has not landed exactly: what its check predicted, against which state
-- of the database, and what was found of it so far
select e.draft_id as draft, e.version, e.check_id as "check", c.fingerprint, c.report -> 'changes' as changes, l.detail
from (
    select distinct on (d.draft_id, d.version) d.draft_id, d.version, d.check_id
    from system_schema_draft_decision as d
    join system_schema_draft as o on o.draft_id = d.draft_id
    where d.decision = 'exported' and o.database_name = :database
    order by d.draft_id, d.version, d.decision_id desc
) as e
join system_schema_draft_check as c on c.check_id = e.check_id
left join lateral (
    select detail
    from system_schema_draft_decision as l
    where l.draft_id = e.draft_id and l.version = e.version and l.decision = 'landed'
    order by l.decision_id desc
    limit 1
) as l on true
where (l.detail ->> 'exact' = 'true') is not true
order by e.draft_id, e.version
