-- one row is a contact that may be meant: the longest word typed is in it, and the others; the caller ranks them
with found as (
    (
        select contact_id
        from crm_source_contact
        where name ilike :inside
            and concat_ws(' ', name, email, company, phone) ilike all (cast(:others as text[]))
        limit 100
    )
    union
    (
        select contact_id
        from crm_source_contact
        where email ilike :inside
            and concat_ws(' ', name, email, company, phone) ilike all (cast(:others as text[]))
        limit 100
    )
    union
    (
        select contact_id
        from crm_source_contact
        where company ilike :inside
            and concat_ws(' ', name, email, company, phone) ilike all (cast(:others as text[]))
        limit 100
    )
    union
    (
        select contact_id
        from crm_source_contact
        where cast(:begun as text) <> ''
            and name ilike :begun
            and concat_ws(' ', name, email, company, phone) ilike all (cast(:others as text[]))
        limit 100
    )
    union
    (
        select contact_id
        from crm_source_contact
        where cast(:begun as text) <> ''
            and company ilike :begun
            and concat_ws(' ', name, email, company, phone) ilike all (cast(:others as text[]))
        limit 100
    )
    union
    (
        select contact_id
        from crm_source_contact
        where cast(:digits as text) <> ''
            and regexp_replace(phone, '\D', '', 'g') like '%' || cast(:digits as text) || '%'
        limit 100
    )
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
