-- Who may ask over the network: tokens, of which a hash alone is kept, and a row for each call. A row about a client goes
-- when that person is erased. Every condition is written `(…) is not true`, so that null refuses.

create table system_agent_token (
    token_id bigint generated always as identity primary key,
    name text not null check (name <> '' and length(name) <= 100),
    secret_hash bytea not null unique check (length(secret_hash) = 32),
    scopes text[] not null check (
        cardinality(scopes) > 0
        and scopes <@ array['schema:read', 'clients:read', 'clients:propose', 'drafts:propose']
    ),
    made_by text not null check (made_by <> ''),
    made_at timestamptz not null default now(),
    expires_at timestamptz check (expires_at > made_at),
    revoked_at timestamptz
);
comment on table system_agent_token is 'One token that an agent shows; it ends by its date or by being revoked, it is never deleted.';
comment on column system_agent_token.secret_hash is 'The SHA-256 of the token, which has 256 random bits and is shown once.';
comment on column system_agent_token.expires_at is 'From when on it is refused; null: never.';

create table crm_agent_call (
    call_id bigint generated always as identity primary key,
    token_id bigint references system_agent_token,
    called_at timestamptz not null default clock_timestamp(),
    tool text not null check (length(tool) <= 100),
    contact_id uuid,
    version integer,
    tokens integer check (tokens >= 0),
    failed boolean
);
comment on table crm_agent_call is 'One call of an agent over the network: what was asked about whom, and how much it was told.';
comment on column crm_agent_call.token_id is 'Null: asked from this machine while no token was needed.';
comment on column crm_agent_call.tokens is 'Of the answer; null while it is under way, or where it was never given.';
create index on crm_agent_call (token_id, called_at);
create index on crm_agent_call (contact_id);

create function system_agent_token_guard() returns trigger language plpgsql as $$
begin
    if (
        tg_op = 'UPDATE'
        and old.revoked_at is null
        and new.revoked_at is not null
        and (to_jsonb(new) - 'revoked_at') = (to_jsonb(old) - 'revoked_at')
    ) is not true then
        raise exception 'A token is made once and revoked once, nothing else of it changes.'
        using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger guarded before update or delete on system_agent_token
for each row execute function system_agent_token_guard();

create function crm_agent_call_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (
        old.failed is null
        and (to_jsonb(new) - '{version,tokens,failed}'::text[]) = (to_jsonb(old) - '{version,tokens,failed}'::text[])
    ) is not true then
        raise exception 'A call is recorded when it begins and when it ends, nothing else of it changes.'
        using errcode = 'integrity_constraint_violation';
    end if;
    if tg_op = 'DELETE' and not crm_context_is_erasing(old.contact_id) then
        raise exception 'A call is forgotten only when the person is erased.'
        using errcode = 'integrity_constraint_violation';
    end if;
    return coalesce(new, old);
end
$$;
create trigger guarded before update or delete on crm_agent_call
for each row execute function crm_agent_call_guard();

create or replace function crm_context_erasure_complete() returns trigger language plpgsql as $$
begin
    if exists (select from crm_client_context where contact_id = new.contact_id)
        or exists (select from crm_client_context_history where contact_id = new.contact_id)
        or exists (select from crm_client_fact where contact_id = new.contact_id)
        or exists (select from crm_client_fact_evidence where contact_id = new.contact_id)
        or exists (select from crm_context_run where contact_id = new.contact_id)
        or exists (select from crm_context_seen where contact_id = new.contact_id)
        or exists (select from crm_agent_call where contact_id = new.contact_id)
    then
        perform crm_context_refuse('Who is erased is erased whole.');
    end if;
    return null;
end
$$;

create trigger never_truncated before truncate on system_agent_token
for each statement execute function crm_context_append_only();
create trigger never_truncated before truncate on crm_agent_call
for each statement execute function crm_context_append_only();

-- as for the other guards: they read our tables, whatever search_path and temporary tables a caller has
do $$
declare
    guard regprocedure;
begin
    for guard in
        select oid
        from pg_proc
        where pronamespace = current_schema()::regnamespace
            and proname in ('system_agent_token_guard', 'crm_agent_call_guard', 'crm_context_erasure_complete')
    loop
        execute format('alter function %s set search_path = %I, pg_temp', guard, current_schema());
    end loop;
end
$$;
