-- A pin protects a fact from being disputed as it does from being ended, and evidence belongs to a run that was saved:
-- one that failed, was only a preview or changed nothing has nothing to show for.
-- Every condition is written `(…) is not true`, so that null refuses.

create function crm_client_fact_pin_holds() returns trigger language plpgsql as $$
begin
    if exists (select from crm_client_fact where fact_id = new.fact_id) and not exists (
        select
        from crm_client_context_history
        where contact_id = new.contact_id
            and crm_context_is_run_of_now(run_id, contact_id)
            and crm_context_is_decision(run_id, contact_id)
    ) then
        perform crm_context_refuse('A pinned fact is disputed only by a person''s decision.');
    end if;
    return null;
end
$$;
create constraint trigger pin_holds after update of status on crm_client_fact
    deferrable initially deferred for each row
    when (old.pinned and old.status = 'active' and new.status = 'disputed')
    execute function crm_client_fact_pin_holds();

create function crm_client_fact_evidence_of_saved() returns trigger language plpgsql as $$
begin
    if not exists (select from crm_context_run where run_id = new.run_id and status = 'saved') then
        perform crm_context_refuse('Evidence belongs to a run that was saved.');
    end if;
    return new;
end
$$;
create trigger of_saved before insert on crm_client_fact_evidence
    for each row execute function crm_client_fact_evidence_of_saved();

-- the guards read our tables and no others of the same name, whatever search_path and temporary tables a caller has
do $$
declare
    guard regprocedure;
begin
    for guard in
        select pg_proc.oid
        from pg_proc
        where pronamespace = current_schema()::regnamespace
            and proname in ('crm_client_fact_pin_holds', 'crm_client_fact_evidence_of_saved')
    loop
        execute format('alter function %s set search_path = %I, pg_temp', guard, current_schema());
    end loop;
end
$$;
