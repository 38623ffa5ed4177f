-- one row is one new fact, under the number that was reserved for it
insert into crm_client_fact (
    fact_id, contact_id, kind, type, text, status, added_version, restores, reason, pinned, actor, run_id
)
overriding system value
values (
    :fact_id, :contact_id, :kind, :type, :text, :status, :added_version, :restores, :reason, :pinned, :actor, :run_id
)
