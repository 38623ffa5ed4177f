-- one row is the id of a contact that may be meant: the longest word typed is in it, and the others
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
