-- one row is one contact of the site, with the state of its object where there is one
select
    c.contact_id,
    coalesce(c.name, '') as name,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at
from crm_source_contact as c
left join crm_client_context as x using (contact_id)
where cast(:contacts as uuid[]) is null or c.contact_id = any (cast(:contacts as uuid[]))
order by c.name, c.contact_id
