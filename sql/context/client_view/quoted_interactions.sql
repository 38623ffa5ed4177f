-- one row is one interaction that a fact of the contact quotes, as it is on file now
select
    id, contact_id, kind, direction, author, author_name, thread_id, subject, coalesce(body, '') as body,
    coalesce(is_bulk, false) as is_bulk, occurred_at, ended_at, changed_at
from crm_source_interaction
where contact_id = :contact_id
    and id = any (cast(:ids as text[]))
