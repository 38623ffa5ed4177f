-- one row is the id of a contact that the longest word typed may mean, though it is spelt otherwise
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
