-- one row is one quote for or against a fact
insert into crm_client_fact_evidence (
    fact_id, contact_id, interaction_id, quote_start, quote_end, quote, occurred_at, first_seen_at, author, stance, run_id
)
select
    item.fact_id, :contact_id, item.interaction_id, item.quote_start, item.quote_end, item.quote, item.occurred_at,
    item.first_seen_at, item.author, item.stance, :run_id
from jsonb_to_recordset(cast(:items as jsonb)) as item (
    position integer, fact_id bigint, interaction_id text, quote_start integer, quote_end integer, quote text,
    occurred_at timestamptz, first_seen_at timestamptz, author text, stance text
)
order by item.position
