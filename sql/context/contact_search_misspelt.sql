-- one row is a contact that the longest word typed may mean, though it is spelt otherwise; the caller ranks them
with found as (
    (
        select contact_id
        from crm_source_contact
        where cast(:word as text) <% name
        order by case when cast(:rest as text) = '' then - length(name) else word_similarity(cast(:rest as text), name) end desc
        limit 200
    )
    union
    (
        select contact_id
        from crm_source_contact
        where cast(:swapped as text) is not null
            and name ~* cast(:swapped as text)
        order by case when cast(:rest as text) = '' then - length(name) else word_similarity(cast(:rest as text), name) end desc
        limit 100
    )
    union
    (
        select contact_id
        from crm_source_contact
        where cast(:word as text) <% company
            or company ~* cast(:swapped as text)
        limit 100
    )
    union
    (select contact_id from crm_source_contact where cast(:word as text) <% email limit 100)
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
