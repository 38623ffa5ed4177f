-- one row is how many of the facts that ended lately say what an earlier one said before another took its place, and which
select
    count(*) filter (where f.is_back) as count,
    count(*) as of,
    coalesce(
        (array_agg(array[cast(f.contact_id as text), cast(f.fact_id as text), f.text] order by f.fact_id desc) filter (where f.is_back))[1 : :most],
        '{}'
    ) as behind
from (
    select
        b.contact_id,
        b.fact_id,
        b.text,
        exists (
            select from crm_client_fact as a
            join crm_client_fact as c on c.fact_id = b.superseded_by
            where a.superseded_by = b.fact_id
                and a.kind = c.kind
                and a.type = c.type
                and (c.restores = a.fact_id or lower(a.text) = lower(c.text))
        ) as is_back
    from crm_client_fact as b
    where b.ended_run_id >= :first_run
        and b.status = 'contradicted'
) as f
