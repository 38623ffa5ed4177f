-- the number of a new decision; the guard refuses what may not be decided now
insert into system_schema_draft_decision (
    draft_id, version, decision, decided_by, reason, accepted, check_id, detail
)
values (:draft, :version, :decision, :by, :reason, cast(:accepted as text[]), :check, cast(:detail as jsonb))
returning decision_id
