-- one row is one contact at risk, the most risks first
select
    c.contact_id,
    coalesce(c.name, '') as name,
    c.email,
    c.phone,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at,
    concat(
        x.context_json #>> '{risks, 0, note}',
        ' (and ' || nullif(jsonb_array_length(x.context_json -> 'risks') - 1, 0) || ' more)'
    ) as note
from crm_client_context as x
join crm_source_contact as c using (contact_id)
where jsonb_typeof(x.context_json #> '{risks, 0}') = 'object'
    and (cast(:status as text) is null or x.context_json ->> 'relationship_status' = cast(:status as text))
    and (cast(:role as text) is null or x.context_json -> 'roles' ? cast(:role as text))
order by jsonb_array_length(x.context_json -> 'risks') desc, x.last_updated_at desc, c.contact_id
limit :limit
