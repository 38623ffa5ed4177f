-- Divides the history and the evidence into 16 parts each, by the hash of the contact. A site runs it on purpose, once,
-- with `orb migrate --partition-history`; everybody who writes waits meanwhile. By contact and not by month: the key
-- (contact, version) keeps two writers from making one version, and a key by month would have to name the month. What is
-- asked begins with a contact, so it reads one part; each part is vacuumed, indexed and moved to another disk alone.
--
-- Whatever stands on the two tables (defaults, checks, keys, foreign keys, indexes, triggers, policies, rights, settings)
-- is read from the catalog and made anew, so that what later migrations or the site add is kept, too. A unique key gets
-- the contact where it lacks it.
do $$
declare
    home constant text := current_schema();
    parts constant integer := 16;
    old record;
    part text;
    made text;
    number bigint;
begin
    for old in
        select
            oid, relname as name, relkind, pg_get_userbyid(relowner) as owner,
            obj_description(oid, 'pg_class') as comment,
            array_to_string(reloptions, ', ') as settings,
            (
                select string_agg(quote_ident(attname), ', ')
                from pg_attribute
                where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
            ) as columns,
            array(
                select format('alter table %I add constraint %I %s', relname, conname, case
                    when contype in ('p', 'u') and pg_get_constraintdef(pg_constraint.oid) not like '%contact_id%'
                    then regexp_replace(pg_get_constraintdef(pg_constraint.oid), '\(', '(contact_id, ')
                    else pg_get_constraintdef(pg_constraint.oid)
                end)
                from pg_constraint
                where conrelid = pg_class.oid and contype in ('p', 'u', 'f')
                order by contype = 'f', conname
            ) || array(
                select pg_get_indexdef(indexrelid)
                from pg_index
                where indrelid = pg_class.oid
                    and not exists (select from pg_constraint where conindid = indexrelid and conrelid = indrelid)
                order by indexrelid
            ) || array(
                select pg_get_triggerdef(pg_trigger.oid)
                from pg_trigger
                where tgrelid = pg_class.oid and not tgisinternal
                order by tgname
            ) || array(
                select format(
                    'create policy %I on %I as %s for %s to %s', policyname, tablename, permissive, cmd,
                    (
                        select string_agg(case role when 'public' then 'public' else quote_ident(role) end, ', ')
                        from unnest(roles) as role
                    )
                ) || coalesce(' using (' || qual || ')', '') || coalesce(' with check (' || with_check || ')', '')
                from pg_policies
                where schemaname = home and tablename = relname
                order by policyname
            ) || array(
                select format(
                    'grant %s on %I to %s%s', privilege_type, relname,
                    case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
                    case when is_grantable then ' with grant option' else '' end
                )
                from aclexplode(relacl)
                where grantee <> relowner
            ) as further,
            array(
                select pg_get_triggerdef(pg_trigger.oid)
                from pg_trigger
                where tgrelid = pg_class.oid and not tgisinternal and tgtype & 33 = 32
            ) as against_truncate
        from pg_class
        where relnamespace = home::regnamespace
            and relname in ('crm_client_context_history', 'crm_client_fact_evidence')
        order by relname
    loop
        if old.relkind = 'p' then
            raise exception 'The history and the evidence are partitioned already' using
                errcode = 'object_not_in_prerequisite_state';
        end if;
        execute format('lock table %I in access exclusive mode', old.name);
        execute format('alter table %I rename to %I', old.name, old.name || '_whole');
        execute format(
            'create table %I (like %I including all excluding indexes excluding identity)'
            || ' partition by hash (contact_id)',
            old.name, old.name || '_whole'
        );
        execute format('alter table %I owner to %I', old.name, old.owner);
        execute format('comment on table %I is %L', old.name, old.comment);
        for remainder in 0 .. parts - 1
        loop
            part := old.name || '_' || to_char(remainder, 'fm00');
            execute format(
                'create table %I partition of %I for values with (modulus %s, remainder %s)',
                part, old.name, parts, remainder
            );
            execute format('alter table %I owner to %I', part, old.owner);
            if old.settings is not null then
                execute format('alter table %I set (%s)', part, old.settings);
            end if;
        end loop;
        execute format(
            'insert into %I (%s) select %s from %I', old.name, old.columns, old.columns, old.name || '_whole'
        );
        if old.name = 'crm_client_fact_evidence' then
            number := nextval('crm_client_fact_evidence_evidence_id_seq');
        end if;
        execute format('drop table %I', old.name || '_whole');
        foreach made in array old.further
        loop
            execute made;
        end loop;
        foreach made in array old.against_truncate  -- such a trigger guards the table that is named, not its parts
        loop
            for part in select inhrelid::regclass from pg_inherits where inhparent = old.name::regclass
            loop
                execute replace(made, format(' ON %I.%I ', home, old.name), format(' ON %s ', part));
            end loop;
        end loop;
        execute format('analyze %I', old.name);
    end loop;

    -- a partitioned table cannot have an identity before Postgres 17: a sequence and a trigger number the quotes,
    -- whatever number somebody names
    create sequence crm_client_fact_evidence_evidence_id_seq;
    perform setval('crm_client_fact_evidence_evidence_id_seq', number, false);
    execute format(
        'alter sequence crm_client_fact_evidence_evidence_id_seq owner to %I',
        (select pg_get_userbyid(relowner) from pg_class where oid = 'crm_client_fact_evidence'::regclass)
    );
    alter sequence crm_client_fact_evidence_evidence_id_seq owned by crm_client_fact_evidence.evidence_id;
    grant usage on sequence crm_client_fact_evidence_evidence_id_seq to orb_dashboard;
    create function crm_client_fact_evidence_number() returns trigger language plpgsql as $number$
    begin
        new.evidence_id := nextval('crm_client_fact_evidence_evidence_id_seq');
        return new;
    end
    $number$;
    execute format('alter function crm_client_fact_evidence_number set search_path = %I, pg_temp', home);
    create trigger numbered before insert on crm_client_fact_evidence
        for each row execute function crm_client_fact_evidence_number();
end
$$
