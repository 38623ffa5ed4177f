-- one row is one of the views of deals and of links, with what looks wrong in up to `most` of its rows
with deal as materialized (select * from crm_source_opportunity limit :most),
link as materialized (select * from crm_source_link limit :most)
select
    'crm_source_opportunity' as view,
    count(*) as looked_at,
    count(*) filter (
        where not exists (select from crm_source_contact as c where c.contact_id = deal.contact_id)
    ) as of_nobody,
    count(*) - count(distinct id) as repeated,
    count(*) filter (where changed_at is null) as without_change,
    count(*) filter (where changed_at > now() + interval '1 minute') as changed_ahead,
    count(*) filter (where changed_at = now()) as changed_now
from deal
union all
select
    'crm_source_link',
    count(*),
    count(*) filter (where not exists (select from crm_source_contact as c where c.contact_id = link.contact_id)),
    count(*) - count(distinct contact_id),
    count(*) filter (where changed_at is null),
    count(*) filter (where changed_at > now() + interval '1 minute'),
    count(*) filter (where changed_at = now())
from link
