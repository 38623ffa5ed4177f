-- What the third and the fourth file said only after they had been applied here and there: a column for the maps, and
-- that an object from before the ledger is kept as it stands. It changes nothing where they were applied as they are now.
alter table system_schema_snapshot add column if not exists places jsonb not null default '{}';
comment on column system_schema_snapshot.places is 'Where the tables stood on the maps drawn of it, by map.';

create or replace function crm_client_context_history_guard() returns trigger language plpgsql as $$
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
