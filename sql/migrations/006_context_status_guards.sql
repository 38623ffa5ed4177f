-- No status of a fact moves without a run, evidence of the right stance and a new version of the object.
-- Every condition is written `(…) is not true`, so that null refuses.

create function crm_client_fact_status_settled() returns trigger language plpgsql as $$
declare
    fact crm_client_fact;
    newest crm_client_context_history;
begin
    select * into fact from crm_client_fact where fact_id = new.fact_id;
    if not found or fact.status not in ('active', 'disputed') then
        return null;
    end if;
    select * into newest
    from crm_client_context_history
    where contact_id = fact.contact_id
    order by version desc
    limit 1;
    if tg_op = 'INSERT' then
        if (fact.added_version = newest.version) is not true then
            perform crm_context_refuse('A fact is added with the newest version, never to an old one.');
        end if;
        return null;
    end if;
    if (crm_context_is_decision(newest.run_id, fact.contact_id) or exists (
        select
        from crm_client_fact_evidence
        where fact_id = fact.fact_id
            and run_id = newest.run_id
            and stance = case fact.status when 'disputed' then 'contradicts' else 'supports' end
    )) is not true then
        perform crm_context_refuse(format(
            'A fact becomes %s by the run of the newest version, with evidence that %s it, or by a person''s decision.',
            fact.status,
            case fact.status when 'disputed' then 'contradicts' else 'supports' end
        ));
    end if;
    return null;
end
$$;
create constraint trigger status_settled after insert on crm_client_fact
    deferrable initially deferred for each row execute function crm_client_fact_status_settled();
create constraint trigger status_moved after update of status on crm_client_fact
    deferrable initially deferred for each row
    when (old.status is distinct from new.status and new.status in ('active', 'disputed'))
    execute function crm_client_fact_status_settled();

-- what the object says of disputes and of stated risks and opportunities is what the ledger says: with the rule that an
-- object changes only with a new version, no fact is disputed, settled or stated unseen
create function crm_client_context_agrees() returns trigger language plpgsql as $$
declare
    person uuid := new.contact_id;
    object jsonb;
    risks jsonb;
    opportunities jsonb;
begin
    if crm_context_is_erasing(person) then
        return null;
    end if;
    select context_json into object from crm_client_context where contact_id = person;
    risks := case jsonb_typeof(object -> 'risks') when 'array' then object -> 'risks' else '[]' end;
    opportunities := case jsonb_typeof(object -> 'opportunities') when 'array' then object -> 'opportunities' else '[]' end;
    if ((select count(*) from jsonb_array_elements(risks) as risk where risk ->> 'type' = 'disputed_fact') = (
        select count(*) filter (where status = 'disputed')
            + count(*) filter (where kind = 'risk' and type = 'disputed_fact')
        from crm_client_fact
        where contact_id = person
            and status in ('active', 'disputed')
    )) is not true then
        perform crm_context_refuse('The object and the disputed facts do not agree.');
    end if;
    if exists (
        select
        from crm_client_fact as fact
        where fact.contact_id = person
            and fact.status in ('active', 'disputed')
            and case fact.kind
                when 'risk' then not risks @> jsonb_build_array(jsonb_build_object('type', fact.type, 'note', fact.text))
                when 'opportunity' then
                    not opportunities @> jsonb_build_array(jsonb_build_object('type', fact.type, 'stage', 'stated'))
                else false
            end
    ) then
        perform crm_context_refuse('The object does not state what the ledger holds.');
    end if;
    return null;
end
$$;
create constraint trigger agrees after insert or update of status on crm_client_fact
    deferrable initially deferred for each row execute function crm_client_context_agrees();

-- the guards read our tables and no others of the same name, whatever search_path and temporary tables a caller has
do $$
declare
    guard regprocedure;
begin
    for guard in
        select pg_proc.oid
        from pg_proc
        where pronamespace = current_schema()::regnamespace
            and proname in ('crm_client_fact_status_settled', 'crm_client_context_agrees')
    loop
        execute format('alter function %s set search_path = %I, pg_temp', guard, current_schema());
    end loop;
end
$$;
