-- Drafts of schema changes: what was proposed, by whom, what a check of each version found, and what people decided.
-- Nothing in them touches the explored database. Every condition is written `(…) is not true`, so that null refuses.

create table system_schema_draft (
    draft_id bigint generated always as identity primary key,
    database_name text not null,
    title text not null check (title <> '' and length(title) <= 200),
    why text not null default '',
    author text not null check (author <> ''),
    is_by_agent boolean not null default false,
    created_at timestamptz not null default now()
);
comment on table system_schema_draft is 'One proposed change of the explored database; its SQL stands in its versions.';
comment on column system_schema_draft.is_by_agent is 'Whether an agent wrote it: then its author can never approve it.';

create table system_schema_draft_version (
    draft_id bigint not null references system_schema_draft,
    version integer not null check (version > 0),
    sql text not null,
    author text not null check (author <> ''),
    is_by_agent boolean not null default false,
    created_at timestamptz not null default now(),
    primary key (draft_id, version)
);
comment on table system_schema_draft_version is 'One version of a draft''s SQL; appended, never changed.';

create table system_schema_draft_check (
    check_id bigint generated always as identity primary key,
    draft_id bigint not null,
    version integer not null,
    state text not null check (state in ('passed', 'failed')),
    fingerprint text not null,
    report jsonb not null,
    checked_at timestamptz not null default now(),
    foreign key (draft_id, version) references system_schema_draft_version
);
comment on table system_schema_draft_check is
    'What one check of one version found; the fingerprint is the explored schema''s that it was checked against.';
create index on system_schema_draft_check (draft_id, version, check_id desc);

create table system_schema_draft_decision (
    decision_id bigint generated always as identity primary key,
    draft_id bigint not null,
    version integer not null,
    decision text not null check (decision in ('approved', 'refused', 'exported', 'landed')),
    decided_by text not null check (decided_by <> ''),
    reason text not null default '',
    accepted text[] not null default '{}',
    check_id bigint references system_schema_draft_check,
    detail jsonb not null default '{}',
    decided_at timestamptz not null default now(),
    foreign key (draft_id, version) references system_schema_draft_version
);
comment on table system_schema_draft_decision is 'What a person decided about a version, and what became of it.';
comment on column system_schema_draft_decision.accepted is 'The grave effects that were accepted, by name.';
comment on column system_schema_draft_decision.check_id is 'The passed check that an approval or an export rests on.';
create index on system_schema_draft_decision (draft_id, decision_id desc);
create index on system_schema_draft_decision (check_id);

create function system_schema_refuse(what text) returns void language plpgsql as $$
begin
    raise exception '%', what using
        errcode = 'integrity_constraint_violation',
        hint = 'Drafts are appended to, never changed: add a version.';
end
$$;

create function system_schema_keep() returns trigger language plpgsql as $$
begin
    perform system_schema_refuse(format('A row of %s is never changed nor deleted.', tg_table_name));
    return null;
end
$$;
create trigger keep before update or delete or truncate on system_schema_draft
for each statement execute function system_schema_keep();
create trigger keep before update or delete or truncate on system_schema_draft_version
for each statement execute function system_schema_keep();
create trigger keep before update or delete or truncate on system_schema_draft_check
for each statement execute function system_schema_keep();
create trigger keep before update or delete or truncate on system_schema_draft_decision
for each statement execute function system_schema_keep();

create function system_schema_newest(draft bigint) returns integer language sql stable as $$
    select coalesce(max(version), 0) from system_schema_draft_version where draft_id = draft
$$;
comment on function system_schema_newest is 'The number of the newest version of a draft, 0 where there is none.';

create function system_schema_version_guard() returns trigger language plpgsql as $$
begin
    if (new.version = system_schema_newest(new.draft_id) + 1) is not true then
        perform system_schema_refuse('The versions of a draft follow each other.');
    end if;
    return new;
end
$$;
create trigger follow before insert on system_schema_draft_version
for each row execute function system_schema_version_guard();

create function system_schema_decision_guard() returns trigger language plpgsql as $$
declare
    proposed system_schema_draft_version;
    passed system_schema_draft_check;
begin
    if (new.version = system_schema_newest(new.draft_id)) is not true then
        perform system_schema_refuse('Only the newest version of a draft is decided about.');
    end if;
    select * into proposed from system_schema_draft_version where draft_id = new.draft_id and version = new.version;
    select * into passed from system_schema_draft_check where check_id = new.check_id;
    if new.decision = 'refused' and (new.reason <> '') is not true then
        perform system_schema_refuse('A refusal has a reason.');
    end if;
    if new.decision in ('approved', 'exported') and (
        passed.state = 'passed' and passed.draft_id = new.draft_id and passed.version = new.version
    ) is not true then
        perform system_schema_refuse('An approval rests on a passed check of the newest version.');
    end if;
    if new.decision = 'approved' and proposed.author = new.decided_by and (
        not proposed.is_by_agent and new.reason <> ''
    ) is not true then
        perform system_schema_refuse('An agent''s draft is approved by another; a person''s own one with a reason.');
    end if;
    if new.decision = 'exported' and (
        (
            select decision = 'approved' and check_id = new.check_id
            from system_schema_draft_decision
            where draft_id = new.draft_id and version = new.version
            order by decision_id desc
            limit 1
        )
    ) is not true then
        perform system_schema_refuse('An export rests on an approval of the newest version.');
    end if;
    return new;
end
$$;
create trigger guard before insert on system_schema_draft_decision
for each row execute function system_schema_decision_guard();
