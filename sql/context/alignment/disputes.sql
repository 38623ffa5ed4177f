-- one row is how many disputed facts have waited for a decision since before a moment, of all disputed ones, and which
select
    count(*) filter (where d.since < :before) as count,
    count(*) as of,
    coalesce(
        (array_agg(array[cast(d.contact_id as text), cast(d.fact_id as text), d.text] order by d.since, d.fact_id) filter (where d.since < :before))[1 : :most],
        '{}'
    ) as behind
from (
    select f.contact_id, f.fact_id, f.text, min(r.started_at) as since
    from crm_client_fact as f
    join crm_client_fact_evidence as e using (contact_id, fact_id)
    join crm_context_run as r on r.run_id = e.run_id
    where f.status = 'disputed'
        and e.stance = 'contradicts'
    group by f.fact_id, f.contact_id, f.text
) as d
