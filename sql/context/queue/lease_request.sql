-- one contact is asked for by a person: it is due now, whatever failed before
insert into crm_context_lease as lease (contact_id, requested_by, requested_at)
values (:contact_id, :requested_by, :now)
on conflict (contact_id) do update
set requested_by = excluded.requested_by, requested_at = excluded.requested_at, next_at = '-infinity', attempts = 0
