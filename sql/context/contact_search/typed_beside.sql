-- one row is the id of a contact named with the longest word typed, likest to the other words, which are misspelt
select contact_id
from crm_source_contact
where name ilike :inside
order by word_similarity(cast(:rest as text), name) desc
limit 200
