-- one row says when the person was erased; the moment is null where they never were, or a context was begun anew since
select max(e.erased_at) as erased_at
from crm_context_erasure as e
where e.contact_id = :contact_id
    and not exists (
        select from crm_client_context as c
        where c.contact_id = e.contact_id and c.last_updated_at > e.erased_at
    )
