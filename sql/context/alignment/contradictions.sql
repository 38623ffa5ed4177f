-- one row is one month: how many facts were contradicted in it, how many were new, and whose were contradicted
select
    date_trunc('month', m.at at time zone 'utc')::date as month,
    count(*) filter (where m.is_end) as contradicted,
    count(*) filter (where not m.is_end) as added,
    coalesce((array_agg(distinct m.contact_id) filter (where m.is_end))[1 : :most], '{}') as contacts
from (
    select f.contact_id, h.last_updated_at as at, true as is_end
    from crm_client_fact as f
    join crm_client_context_history as h on h.contact_id = f.contact_id and h.version = f.ended_version
    where f.status = 'contradicted'
        and f.kind <> all(cast(:promises as text[]))
        and h.last_updated_at >= :since
    union all
    select f.contact_id, h.last_updated_at as at, false as is_end
    from crm_client_fact as f
    join crm_client_context_history as h on h.contact_id = f.contact_id and h.version = f.added_version
    where f.kind <> all(cast(:promises as text[]))
        and h.last_updated_at >= :since
) as m
group by 1
order by 1 desc
