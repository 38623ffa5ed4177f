-- What nobody may do to what is known about a contact, the dashboard's own role and plain SQL included.
-- Every condition is written `(…) is not true`, so that null refuses.

alter table crm_client_fact add column pinned_run_id bigint references crm_context_run;
comment on column crm_client_fact.pinned_run_id is 'The run that last pinned or unpinned it.';
create index on crm_client_fact (pinned_run_id);

create function crm_context_refuse(what text) returns void language plpgsql as $$
begin
    raise exception '%', what using
        errcode = 'integrity_constraint_violation',
        hint = 'History is appended to, never changed; `orb context erase` is the one way to remove a person.';
end
$$;

create function crm_context_is_erasing(person uuid) returns boolean language sql stable as $$
    select exists (
        select
        from crm_context_erasure
        where contact_id = person
            and transaction_id = pg_current_xact_id()
    )
$$;
comment on function crm_context_is_erasing is 'Whether this very transaction has recorded that the person is erased.';

create function crm_context_is_decision(run bigint, person uuid) returns boolean language sql stable as $$
    select exists (
        select
        from crm_context_run
        where run_id = run
            and contact_id = person
            and reader is null
            and actor <> ''
            and reason <> ''
    )
$$;
comment on function crm_context_is_decision is 'Whether the run is a decision of a named person with a reason, not of a reader.';

-- append-only tables ---------------------------------------------------------------------------------------------------

create function crm_context_append_only() returns trigger language plpgsql as $$
begin
    if tg_level = 'ROW' and tg_op = 'DELETE' then
        if crm_context_is_erasing(old.contact_id) then
            return old;
        end if;
    end if;
    perform crm_context_refuse(format('%s is append-only: %s is refused.', tg_table_name, lower(tg_op)));
    return null;
end
$$;

create trigger append_only before update or delete on crm_client_context_history
    for each row execute function crm_context_append_only();
create trigger append_only before update or delete on crm_client_fact_evidence
    for each row execute function crm_context_append_only();
create trigger append_only before update or delete on crm_context_run
    for each row execute function crm_context_append_only();
create trigger append_only before delete on crm_client_fact
    for each row execute function crm_context_append_only();
create trigger append_only before delete on crm_client_context
    for each row execute function crm_context_append_only();
create trigger never_truncated before truncate on crm_client_context_history
    for each statement execute function crm_context_append_only();
create trigger never_truncated before truncate on crm_client_fact_evidence
    for each statement execute function crm_context_append_only();
create trigger never_truncated before truncate on crm_context_run
    for each statement execute function crm_context_append_only();
create trigger never_truncated before truncate on crm_client_fact
    for each statement execute function crm_context_append_only();
create trigger never_truncated before truncate on crm_client_context
    for each statement execute function crm_context_append_only();
create trigger never_truncated before truncate on crm_context_erasure
    for each statement execute function crm_context_append_only();

-- erasing a person -----------------------------------------------------------------------------------------------------

create function crm_context_erasure_guard() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform crm_context_refuse('An erasure is never changed or taken back.');
    end if;
    if (new.erased_by <> '' and new.reason <> '') is not true then
        perform crm_context_refuse('An erasure names who erased and why.');
    end if;
    new.transaction_id := pg_current_xact_id();
    return new;
end
$$;
create trigger guarded before insert or update or delete on crm_context_erasure
    for each row execute function crm_context_erasure_guard();

create function crm_context_erasure_complete() returns trigger language plpgsql as $$
begin
    if exists (select from crm_client_context where contact_id = new.contact_id)
        or exists (select from crm_client_context_history where contact_id = new.contact_id)
        or exists (select from crm_client_fact where contact_id = new.contact_id)
        or exists (select from crm_client_fact_evidence where contact_id = new.contact_id)
        or exists (select from crm_context_run where contact_id = new.contact_id)
        or exists (select from crm_context_seen where contact_id = new.contact_id)
    then
        perform crm_context_refuse('Who is erased is erased whole.');
    end if;
    return null;
end
$$;
create constraint trigger complete after insert on crm_context_erasure
    deferrable initially deferred for each row execute function crm_context_erasure_complete();

-- facts ----------------------------------------------------------------------------------------------------------------

create function crm_client_fact_guard_insert() returns trigger language plpgsql as $$
begin
    if (new.status in ('active', 'disputed')) is not true then
        perform crm_context_refuse('A fact begins as active or disputed.');
    end if;
    if exists (select from crm_client_fact where contact_id = new.contact_id and fact_id >= new.fact_id) then
        perform crm_context_refuse('A fact is appended at the end of the ledger.');
    end if;
    if (new.restores is null or exists (
        select
        from crm_client_fact
        where fact_id = new.restores
            and contact_id = new.contact_id
            and status in ('contradicted', 'retracted')
    )) is not true then
        perform crm_context_refuse('A fact restores an ended fact of the same contact.');
    end if;
    if (not new.pinned or crm_context_is_decision(new.run_id, new.contact_id)) is not true then
        perform crm_context_refuse('Only a person pins a fact.');
    end if;
    return new;
end
$$;
create trigger guarded_insert before insert on crm_client_fact
    for each row execute function crm_client_fact_guard_insert();

create function crm_client_fact_guard_update() returns trigger language plpgsql as $$
begin
    if (new.fact_id, new.contact_id, new.kind, new.type, new.text, new.added_version, new.actor, new.run_id)
        is distinct from
        (old.fact_id, old.contact_id, old.kind, old.type, old.text, old.added_version, old.actor, old.run_id)
        or new.restores is distinct from old.restores
    then
        perform crm_context_refuse('A fact is never reworded.');
    end if;
    if (old.status in ('active', 'disputed')) is not true then
        perform crm_context_refuse('A fact that has ended stays ended; state it again as a new one.');
    end if;
    if new.pinned is distinct from old.pinned and (
        new.pinned_run_id > coalesce(old.pinned_run_id, 0)
        and crm_context_is_decision(new.pinned_run_id, new.contact_id)
    ) is not true then
        perform crm_context_refuse('Only a person pins and unpins a fact.');
    end if;
    if new.status in ('contradicted', 'retracted') then
        if old.pinned and crm_context_is_decision(new.ended_run_id, new.contact_id) is not true then
            perform crm_context_refuse('A pinned fact ends only by a person''s decision.');
        end if;
    elsif new.superseded_by is not null or new.ended_run_id is not null
        or new.reason is distinct from old.reason
    then
        perform crm_context_refuse('Only a fact that ends gets a successor and a reason.');
    end if;
    return new;
end
$$;
create trigger guarded_update before update on crm_client_fact
    for each row execute function crm_client_fact_guard_update();

create function crm_client_fact_evidence_guard() returns trigger language plpgsql as $$
begin
    if not exists (
        select
        from crm_client_fact
        where fact_id = new.fact_id
            and contact_id = new.contact_id
            and status in ('active', 'disputed')
    ) then
        perform crm_context_refuse('Evidence belongs to a current fact of the same contact.');
    end if;
    if not exists (select from crm_context_run where run_id = new.run_id and contact_id = new.contact_id) then
        perform crm_context_refuse('Evidence belongs to a run of the same contact.');
    end if;
    if length(new.quote) <> new.quote_end - new.quote_start then
        perform crm_context_refuse('A quote is as long as its place in the text.');
    end if;
    return new;
end
$$;
create trigger guarded before insert on crm_client_fact_evidence
    for each row execute function crm_client_fact_evidence_guard();

create function crm_client_fact_settled() returns trigger language plpgsql as $$
declare
    fact crm_client_fact;
begin
    select * into fact from crm_client_fact where fact_id = new.fact_id;
    if not found then
        return null;
    end if;
    if not exists (
        select
        from crm_client_context_history
        where contact_id = fact.contact_id
            and version = fact.added_version
            and run_id = fact.run_id
    ) then
        perform crm_context_refuse('A fact is added by the run that made its version.');
    end if;
    if (case when fact.actor = 'reader' then exists (
        select
        from crm_client_fact_evidence
        where fact_id = fact.fact_id
            and stance = 'supports'
    ) else crm_context_is_decision(fact.run_id, fact.contact_id) end) is not true then
        perform crm_context_refuse('A reader''s fact has evidence; a person''s has an actor and a reason.');
    end if;
    if fact.status in ('contradicted', 'retracted') then
        perform crm_client_fact_check_end(fact);
    end if;
    perform crm_client_context_check(fact.contact_id);
    return null;
end
$$;

create function crm_client_fact_check_end(fact crm_client_fact) returns void language plpgsql as $$
begin
    if not exists (
        select
        from crm_client_context_history
        where contact_id = fact.contact_id
            and version = fact.ended_version
            and run_id = fact.ended_run_id
    ) then
        perform crm_context_refuse('A fact ends by the run that made the version.');
    end if;
    if (fact.reason <> '') is not true then
        perform crm_context_refuse('A fact ends with a reason.');
    end if;
    if (crm_context_is_decision(fact.ended_run_id, fact.contact_id) or (fact.status = 'contradicted' and exists (
        select
        from crm_client_fact_evidence
        where fact_id = fact.fact_id
            and run_id = fact.ended_run_id
            and stance = 'contradicts'
    ))) is not true then
        perform crm_context_refuse('A fact ends with evidence or by a person''s decision.');
    end if;
    if (fact.superseded_by is null or exists (
        select
        from crm_client_fact
        where fact_id = fact.superseded_by
            and contact_id = fact.contact_id
            and fact_id <> fact.fact_id
    )) is not true then
        perform crm_context_refuse('A successor is another fact of the same contact.');
    end if;
end
$$;

create constraint trigger settled after insert or update on crm_client_fact
    deferrable initially deferred for each row execute function crm_client_fact_settled();

-- the object and its snapshots -----------------------------------------------------------------------------------------

create function crm_client_context_history_guard() returns trigger language plpgsql as $$
declare
    newest integer;
begin
    select greatest(
        (select max(version) from crm_client_context_history where contact_id = new.contact_id),
        (select version from crm_client_context where contact_id = new.contact_id)
    ) into newest;
    if not exists (select from crm_client_context_history where contact_id = new.contact_id) and exists (
        select
        from crm_client_context
        where contact_id = new.contact_id
            and version = new.version
            and context_json = new.context_json
            and last_updated_at = new.last_updated_at
    ) then
        return new;  -- an object from before the ledger is kept as it stands
    end if;
    if (new.version = coalesce(newest, 0) + 1) is not true then
        perform crm_context_refuse(format('Version %s does not follow version %s.', new.version, coalesce(newest, 0)));
    end if;
    if not exists (
        select
        from crm_context_run
        where run_id = new.run_id
            and contact_id = new.contact_id
            and version = new.version
    ) then
        perform crm_context_refuse('A snapshot belongs to the run that made it.');
    end if;
    return new;
end
$$;
create trigger guarded before insert on crm_client_context_history
    for each row execute function crm_client_context_history_guard();

create function crm_client_context_guard() returns trigger language plpgsql as $$
begin
    if new.contact_id <> old.contact_id then
        perform crm_context_refuse('An object never changes hands.');
    end if;
    if new.version = old.version then
        if (new.context_json, new.last_updated_at) is distinct from (old.context_json, old.last_updated_at) then
            perform crm_context_refuse('An object changes only with a new version.');
        end if;
    elsif new.version <> old.version + 1 then
        perform crm_context_refuse(format('Version %s does not follow version %s.', new.version, old.version));
    end if;
    return new;
end
$$;
create trigger guarded before update on crm_client_context
    for each row execute function crm_client_context_guard();

create function crm_client_context_check(person uuid) returns void language plpgsql as $$
declare
    object crm_client_context;
    newest crm_client_context_history;
begin
    select * into object from crm_client_context where contact_id = person;
    select * into newest from crm_client_context_history where contact_id = person order by version desc limit 1;
    if (
        (object.contact_id is null and newest.contact_id is null)
        or (
            object.version = newest.version
            and object.context_json = newest.context_json
            and object.last_updated_at = newest.last_updated_at
        )
    ) is not true then
        perform crm_context_refuse('The current object has no identical snapshot.');
    end if;
    if exists (
        select
        from (values ('key_facts', 'key_fact'), ('roles', 'role')) as part (name, fact_kind)
        where (object.context_json -> part.name) is distinct from (
            select coalesce(jsonb_agg(fact.text order by fact.fact_id), '[]')
            from crm_client_fact as fact
            where fact.contact_id = person
                and fact.kind = part.fact_kind
                and fact.status in ('active', 'disputed')
        )
    ) then
        perform crm_context_refuse('The object and the active facts do not agree.');
    end if;
    if (object.context_json ->> 'contact_id' = person::text) is not true then
        perform crm_context_refuse('The object is another contact''s.');
    end if;
end
$$;

create function crm_client_context_settled() returns trigger language plpgsql as $$
begin
    if not crm_context_is_erasing(new.contact_id) then
        perform crm_client_context_check(new.contact_id);
    end if;
    return null;
end
$$;
create constraint trigger settled after insert or update of version, context_json, last_updated_at on crm_client_context
    deferrable initially deferred for each row execute function crm_client_context_settled();
create constraint trigger settled after insert on crm_client_context_history
    deferrable initially deferred for each row execute function crm_client_context_settled();

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
                'crm_context_refuse', 'crm_context_is_erasing', 'crm_context_is_decision', 'crm_context_append_only',
                'crm_context_erasure_guard', 'crm_context_erasure_complete', 'crm_client_fact_guard_insert',
                'crm_client_fact_guard_update', 'crm_client_fact_evidence_guard', 'crm_client_fact_settled',
                'crm_client_fact_check_end', 'crm_client_context_history_guard', 'crm_client_context_guard',
                'crm_client_context_check', 'crm_client_context_settled'
            )
    loop
        execute format('alter function %s set search_path = %I, pg_temp', guard, current_schema());
    end loop;
end
$$;
