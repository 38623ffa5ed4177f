-- one row is a contact that no worker may refresh while its history is being made; what a worker holds stays its own
insert into crm_context_lease (contact_id, until, holder)
select contact_id, now() + interval '15 minutes', :holder from crm_contact where contact_id = any(:contact_ids)
on conflict (contact_id) do update set until = excluded.until, holder = excluded.holder
where crm_context_lease.until <= now() or crm_context_lease.holder = excluded.holder
