-- one row is one fact ever stated about the contact, in ledger order, with the moments at which it came and ended
select
    fact.fact_id as id,
    fact.kind,
    fact.type,
    fact.text,
    fact.status,
    fact.added_version,
    fact.ended_version,
    fact.superseded_by,
    fact.restores,
    fact.reason,
    fact.pinned,
    fact.actor,
    added.last_updated_at as added_at,
    ended.last_updated_at as ended_at
from crm_client_fact as fact
left join crm_client_context_history as added
    on added.contact_id = fact.contact_id
    and added.version = fact.added_version
left join crm_client_context_history as ended
    on ended.contact_id = fact.contact_id
    and ended.version = fact.ended_version
where fact.contact_id = :contact_id
order by fact.fact_id
