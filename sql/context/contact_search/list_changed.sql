-- one row is one contact whose object changed since a moment, the last one first
select
    c.contact_id,
    coalesce(c.name, '') as name,
    c.email,
    c.phone,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at,
    coalesce(r.trigger, '') as note
from crm_client_context as x
join crm_source_contact as c using (contact_id)
left join crm_client_context_history as h using (contact_id, version)
left join crm_context_run as r using (run_id)
where x.last_updated_at >= :since
    and (cast(:status as text) is null or x.context_json ->> 'relationship_status' = cast(:status as text))
    and (cast(:role as text) is null or x.context_json -> 'roles' ? cast(:role as text))
order by x.last_updated_at desc, c.contact_id
limit :limit
