-- one row is one quote for or against a fact, with the version that stood when the run that found it had ended
select
    e.fact_id,
    coalesce(r.version, r.base_version) as version,
    e.interaction_id,
    e.quote_start as start,
    e.quote_end as end,
    e.quote,
    e.occurred_at,
    e.first_seen_at,
    e.author,
    e.stance
from crm_client_fact_evidence as e
join crm_context_run as r using (run_id)
where e.contact_id = :contact_id
order by e.evidence_id
