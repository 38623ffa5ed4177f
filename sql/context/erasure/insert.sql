-- one erasure is recorded; in this transaction the guards let go of this person's rows
insert into crm_context_erasure (contact_id, erased_by, erased_at, reason, counts)
values (:contact_id, :erased_by, :erased_at, :reason, cast(:counts as jsonb))
