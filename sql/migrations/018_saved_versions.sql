-- A snapshot, and with it every change of what is known, belongs to a run that was saved: one that failed, was only a
-- preview or found nothing to change makes no version.

create function crm_client_context_history_of_saved() returns trigger language plpgsql as $$
begin
    if not exists (select from crm_context_run where run_id = new.run_id and status = 'saved') then
        perform crm_context_refuse('A snapshot belongs to a run that was saved.');
    end if;
    return new;
end
$$;
create trigger of_saved before insert on crm_client_context_history
    for each row execute function crm_client_context_history_of_saved();

-- the guard reads our tables and no others of the same name, whatever search_path and temporary tables a caller has
do $$
begin
    execute format(
        'alter function crm_client_context_history_of_saved() set search_path = %I, pg_temp', current_schema()
    );
end
$$;
