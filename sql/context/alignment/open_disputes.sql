-- one row is one fact that has been disputed since before a moment and that nobody has decided, the oldest dispute first
select f.contact_id, coalesce(c.name, '') as name, f.fact_id, f.text, min(r.started_at) as since
from crm_client_fact as f
join crm_source_contact as c using (contact_id)
join crm_client_fact_evidence as e using (contact_id, fact_id)
join crm_context_run as r on r.run_id = e.run_id
where f.status = 'disputed'
    and e.stance = 'contradicts'
group by f.fact_id, f.contact_id, c.name
having min(r.started_at) < :before
order by 5, f.fact_id
limit :most
