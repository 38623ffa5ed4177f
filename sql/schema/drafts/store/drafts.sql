-- one row is one draft of a database, or the one asked for, with its newest version, or one asked for, and what became
-- of that
select
    d.draft_id as draft,
    v.version,
    d.title,
    d.why,
    v.author,
    v.is_by_agent,
    v.sql,
    d.created_at,
    v.created_at as edited_at,
    c.check_id as "check",
    c.state as check_state,
    c.fingerprint,
    c.checked_at,
    c.report,
    c.grave,
    c.at_risk,
    e.decision,
    e.decided_by,
    e.decided_at,
    e.reason,
    e.accepted,
    e.detail
from system_schema_draft as d
join lateral (
    select *
    from system_schema_draft_version as v
    where v.draft_id = d.draft_id and v.version = coalesce(cast(:version as integer), v.version)
    order by v.version desc
    limit 1
) as v on true
left join lateral (
    select *
    from system_schema_draft_check as c
    where c.draft_id = d.draft_id and c.version = v.version
    order by c.check_id desc
    limit 1
) as c on true
left join lateral (
    select *
    from system_schema_draft_decision as e
    where
        e.draft_id = d.draft_id
        and e.version = v.version
        and (e.check_id = c.check_id or e.decision <> 'approved')
    order by e.decision_id desc
    limit 1
) as e on true
where d.database_name = :database and (cast(:draft as bigint) is null or d.draft_id = :draft)
order by d.draft_id desc
