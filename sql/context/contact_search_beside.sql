-- one row is a contact whose name holds the longest word typed, likest to the other words, which are spelt otherwise
with found as (
    select contact_id
    from crm_source_contact
    where name ilike :inside
    order by word_similarity(cast(:rest as text), name) desc
    limit 200
)
select
    c.contact_id,
    c.name,
    c.email,
    c.phone,
    c.company,
    x.context_json ->> 'relationship_status' as status,
    x.version,
    x.last_updated_at,
    '' as note
from found
join crm_source_contact as c using (contact_id)
left join crm_client_context as x using (contact_id)
