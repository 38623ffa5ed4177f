-- What is known about a contact changes only in the transaction of the run that says why, and only by what the contact's
-- own interactions say. A run that has ended can no longer be given as the reason for anything.
-- Every condition is written `(…) is not true`, so that null refuses.

create function crm_context_is_run_of_now(run bigint, person uuid) returns boolean language sql stable as $$
    select exists (
        select
        from crm_context_run
        where run_id = run
            and contact_id = person
            and xmin = cast(pg_current_xact_id() as xid)
    )
$$;
comment on function crm_context_is_run_of_now is 'Whether the run is the contact''s and was recorded by this very transaction.';

create function crm_context_own_transaction() returns trigger language plpgsql as $$
begin
    if crm_context_is_erasing(new.contact_id) then
        perform crm_context_refuse('Nothing is written of a person in the transaction that erases them.');
    end if;
    if tg_table_name <> 'crm_context_run' and crm_context_is_run_of_now(new.run_id, new.contact_id) is not true then
        perform crm_context_refuse(format('%s is appended to by a run of the same transaction.', tg_table_name));
    end if;
    return new;
end
$$;
create trigger own_transaction before insert on crm_context_run
    for each row execute function crm_context_own_transaction();
create trigger own_transaction before insert on crm_client_fact
    for each row execute function crm_context_own_transaction();
create trigger own_transaction before insert on crm_client_fact_evidence
    for each row execute function crm_context_own_transaction();
create trigger own_transaction before insert on crm_client_context_history
    for each row execute function crm_context_own_transaction();

create function crm_client_fact_own_transaction() returns trigger language plpgsql as $$
begin
    if (new.pinned_run_id is not distinct from old.pinned_run_id or (
        new.pinned is distinct from old.pinned
        and crm_context_is_run_of_now(new.pinned_run_id, new.contact_id)
    )) is not true then
        perform crm_context_refuse('A fact is pinned and unpinned by a run of the same transaction.');
    end if;
    if new.ended_run_id is not null and crm_context_is_run_of_now(new.ended_run_id, new.contact_id) is not true then
        perform crm_context_refuse('A fact ends by a run of the same transaction.');
    end if;
    return new;
end
$$;
create trigger own_transaction_of_update before update on crm_client_fact
    for each row execute function crm_client_fact_own_transaction();

create function crm_client_fact_moved_now() returns trigger language plpgsql as $$
begin
    if exists (select from crm_client_fact where fact_id = new.fact_id) and not exists (
        select
        from crm_client_context_history
        where contact_id = new.contact_id
            and crm_context_is_run_of_now(run_id, contact_id)
    ) then
        perform crm_context_refuse('The status of a fact moves with a new version, in one transaction.');
    end if;
    return null;
end
$$;
create constraint trigger moved_now after update of status on crm_client_fact
    deferrable initially deferred for each row
    when (old.status is distinct from new.status)
    execute function crm_client_fact_moved_now();

-- a quote is of an interaction that was read for the same contact, and was said before it was found
create function crm_client_fact_evidence_settled() returns trigger language plpgsql as $$
begin
    if not exists (select from crm_client_fact_evidence where evidence_id = new.evidence_id) then
        return null;
    end if;
    if not exists (
        select
        from crm_context_seen
        where contact_id = new.contact_id
            and interaction_id = new.interaction_id
    ) then
        perform crm_context_refuse('A quote is of an interaction that was read for the same contact.');
    end if;
    if (new.first_seen_at <= new.occurred_at and exists (
        select
        from crm_context_run
        where run_id = new.run_id
            and started_at >= new.occurred_at
    )) is not true then
        perform crm_context_refuse('A quote was said before it was found, and first seen at the latest when it was said.');
    end if;
    return null;
end
$$;
create constraint trigger settled after insert on crm_client_fact_evidence
    deferrable initially deferred for each row execute function crm_client_fact_evidence_settled();

-- the guards read our tables and no others of the same name, whatever search_path and temporary tables a caller has
do $$
declare
    guard regprocedure;
begin
    for guard in
        select pg_proc.oid
        from pg_proc
        where pronamespace = current_schema()::regnamespace
            and proname in (
                'crm_context_is_run_of_now', 'crm_context_own_transaction', 'crm_client_fact_own_transaction',
                'crm_client_fact_moved_now', 'crm_client_fact_evidence_settled'
            )
    loop
        execute format('alter function %s set search_path = %I, pg_temp', guard, current_schema());
    end loop;
end
$$;
