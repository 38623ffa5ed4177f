-- Closes every table, view, sequence and function of ours to all but the dashboard's role, which gets what it needs and
-- no more; run after each migration and safe to repeat. History is appended to, so nothing in it may be updated; what
-- may be deleted is deleted only while a person is erased, which the guards of 004_context_guards.sql see to.
do $$
declare
    rights constant jsonb := '{
        "crm_client_context": "select, insert, update, delete",
        "crm_client_context_history": "select, insert, delete",
        "crm_client_fact": "select, insert, update, delete",
        "crm_client_fact_evidence": "select, insert, delete",
        "crm_context_run": "select, insert, delete",
        "crm_context_seen": "select, insert, delete",
        "crm_context_lease": "select, insert, update, delete",
        "crm_context_erasure": "select, insert",
        "system_schema_cache": "select, insert, update, delete",
        "system_schema_snapshot": "select, insert, update",
        "system_schema_image": "select, insert, update",
        "system_schema_draft": "select, insert",
        "system_schema_draft_version": "select, insert",
        "system_schema_draft_check": "select, insert",
        "system_schema_draft_decision": "select, insert",
        "system_schema_draft_backup": "select, insert",
        "system_agent_token": "select, insert, update",
        "crm_agent_call": "select, insert, update, delete",
        "system_migration": "select",
        "crm_source_contact": "select",
        "crm_source_interaction": "select",
        "crm_source_opportunity": "select",
        "crm_source_link": "select"
    }';
    strangers constant text := 'public' || coalesce(
        (select string_agg(', ' || quote_ident(rolname), '') from pg_roles where rolname in ('anon', 'authenticated')), ''
    );
    home constant oid := (select relnamespace from pg_class where oid = 'system_migration'::regclass);
    relation record;
    part record;
    thing text;
begin
    for relation in
        select
            oid, oid::regclass as name, relkind = 'v' as is_view, rights ->> relname as granted,
            relrowsecurity as has_rls,
            coalesce(reloptions && array['security_invoker=true', 'security_invoker=on'], false) as is_invoker
        from pg_class
        where relnamespace = home
            and relkind in ('r', 'p', 'v')
            and rights ? relname
        order by relname
    loop
        execute format('revoke all on %s from %s, orb_dashboard', relation.name, strangers);
        execute format('grant %s on %s to orb_dashboard', relation.granted, relation.name);
        if relation.is_view then
            if not relation.is_invoker then
                execute format('alter view %s set (security_invoker = true)', relation.name);
            end if;
            continue;
        end if;
        if not relation.has_rls then  -- said again it would lock out, and wait for, everybody who is at work
            execute format('alter table %s enable row level security', relation.name);
        end if;
        if not exists (select from pg_policy where polrelid = relation.oid and polname = 'orb_dashboard') then
            execute format(
                'create policy orb_dashboard on %s to orb_dashboard using (true) with check (true)', relation.name
            );
        end if;
        for part in  -- of a table that is partitioned: nobody names it but through its table
            select child.oid::regclass as name, child.relrowsecurity as has_rls
            from pg_inherits
            join pg_class as child on child.oid = inhrelid
            where inhparent = relation.oid
        loop
            execute format('revoke all on %s from %s, orb_dashboard', part.name, strangers);
            if not part.has_rls then
                execute format('alter table %s enable row level security', part.name);
            end if;
        end loop;
        for thing in
            select sequence.oid::regclass
            from pg_depend
            join pg_class as sequence on sequence.oid = objid
            where refobjid = relation.oid
                and classid = 'pg_class'::regclass
                and relkind = 'S'
        loop
            execute format('revoke all on sequence %s from %s', thing, strangers);
        end loop;
    end loop;
    for thing in
        select oid::regprocedure
        from pg_proc
        where pronamespace = home
            and proname similar to '(crm_context|crm_client|crm_agent|system_schema|system_agent)\_%'
    loop
        execute format('revoke all on function %s from %s', thing, strangers);
        execute format('grant execute on function %s to orb_dashboard', thing);
    end loop;
end
$$;
