-- one row is a contact that no worker may refresh while its history is being made
insert into crm_context_lease (contact_id, until, holder)
select contact_id, now() + interval '15 minutes', 'demo' from crm_contact where contact_id = any(:contact_ids)
on conflict (contact_id) do update set until = excluded.until, holder = excluded.holder
