-- one row is one quote for or against a fact of the contact
select
    fact_id, interaction_id, quote_start as start, quote_end as end, quote, occurred_at, first_seen_at, author, stance
from crm_client_fact_evidence
where contact_id = :contact_id
order by evidence_id
