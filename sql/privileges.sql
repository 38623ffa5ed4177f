-- Closes every table, view and sequence of ours to all but the dashboard's role; run after each migration and safe to repeat.
do $$
declare
    ours text[] := array[
        'crm_client_context', 'crm_client_context_history', 'crm_client_fact', 'crm_client_fact_evidence',
        'crm_context_run', 'crm_context_seen', 'crm_context_lease', 'crm_context_erasure',
        'system_schema_cache', 'system_schema_snapshot', 'system_migration'
    ];
    views text[] := array[
        'crm_source_contact', 'crm_source_interaction', 'crm_source_opportunity', 'crm_source_link'
    ];
    relation regclass;
    stranger text;
begin
    foreach relation in array (
        select coalesce(array_agg(to_regclass(name)) filter (where to_regclass(name) is not null), '{}')
        from unnest(ours || views) as name
    )
    loop
        execute format('revoke all on %s from public', relation);
        for stranger in select rolname from pg_roles where rolname in ('anon', 'authenticated')
        loop
            execute format('revoke all on %s from %I', relation, stranger);
        end loop;
    end loop;
    foreach relation in array (
        select coalesce(array_agg(to_regclass(name)) filter (where to_regclass(name) is not null), '{}')
        from unnest(ours) as name
    )
    loop
        execute format('alter table %s enable row level security', relation);
        if not exists (select from pg_policy where polrelid = relation and polname = 'orb_dashboard') then
            execute format('create policy orb_dashboard on %s to orb_dashboard using (true) with check (true)', relation);
        end if;
        execute format('grant select, insert, update, delete on %s to orb_dashboard', relation);
    end loop;
    foreach relation in array (
        select coalesce(array_agg(to_regclass(name)) filter (where to_regclass(name) is not null), '{}')
        from unnest(views) as name
    )
    loop
        execute format('alter view %s set (security_invoker = true)', relation);
        execute format('grant select on %s to orb_dashboard', relation);
    end loop;
end
$$;
