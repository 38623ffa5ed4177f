-- one row is one of these contacts, in their order
select
    c.contact_id,
    coalesce(c.name, '') as name,
    c.email,
    c.phone,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at,
    '' as note
from unnest(cast(:ids as uuid[])) with ordinality as wanted (contact_id, position)
join crm_source_contact as c using (contact_id)
left join crm_client_context as x using (contact_id)
where (cast(:status as text) is null or x.context_json ->> 'relationship_status' = cast(:status as text))
    and (cast(:role as text) is null or x.context_json -> 'roles' ? cast(:role as text))
order by wanted.position
