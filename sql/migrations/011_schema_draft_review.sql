-- What the review of a draft rests on: the grave effects that a check found, what has to be backed up, and the backups.
-- Every condition is written `(…) is not true`, so that null refuses.

alter table system_schema_draft_check
    add column grave text[] not null default '{}',
    add column at_risk text[] not null default '{}',
    add column extent jsonb not null default '{}';
comment on column system_schema_draft_check.grave is 'The kinds of grave effects, each to be accepted by its name.';
comment on column system_schema_draft_check.at_risk is 'The tables with rows that are dropped, rewritten or altered.';
comment on column system_schema_draft_check.extent is 'The tables that change and their neighbours, before and after.';

create table system_schema_draft_backup (
    backup_id bigint generated always as identity primary key,
    draft_id bigint not null,
    version integer not null,
    fingerprint text not null,
    file text not null check (file <> ''),
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    bytes bigint not null check (bytes > 0),
    row_counts jsonb not null check (jsonb_typeof(row_counts) = 'object'),
    made_by text not null check (made_by <> ''),
    made_at timestamptz not null default now(),
    foreign key (draft_id, version) references system_schema_draft_version
);
comment on table system_schema_draft_backup is
    'One backup that was made for a version of a draft: where it lies, its SHA-256, and the rows of each table in it.';
create index on system_schema_draft_backup (draft_id, version, backup_id desc);
create trigger keep before update or delete or truncate on system_schema_draft_backup
for each statement execute function system_schema_keep();

create function system_schema_agent(name text, draft bigint) returns boolean language sql stable as $$
    select exists (
        select from system_schema_draft_version where is_by_agent and lower(btrim(author)) = lower(btrim(name))
    ) or exists (
        select from system_schema_draft
        where draft_id = draft and is_by_agent and lower(btrim(author)) = lower(btrim(name))
    )
$$;
comment on function system_schema_agent is 'Whether somebody of this name wrote as an agent: agents decide nothing.';

create function system_schema_newest_check(draft bigint, its_version integer) returns bigint language sql stable as $$
    select max(check_id) from system_schema_draft_check where draft_id = draft and version = its_version
$$;
comment on function system_schema_newest_check is 'The number of the newest check of a version, null where there is none.';

create or replace function system_schema_decision_guard() returns trigger language plpgsql as $$
declare
    proposed system_schema_draft_version;
    passed system_schema_draft_check;
    approved system_schema_draft_decision;
begin
    perform pg_advisory_xact_lock(hashtext('system_schema_draft'), hashint8(new.draft_id));
    select * into proposed from system_schema_draft_version where draft_id = new.draft_id and version = new.version;
    select * into passed from system_schema_draft_check where check_id = new.check_id;
    if new.decision = 'landed' then
        if (
            exists (
                select from system_schema_draft_decision
                where draft_id = new.draft_id and version = new.version and decision = 'exported'
            )
        ) is not true then
            perform system_schema_refuse('Only what was exported can have landed.');
        end if;
        return new;
    end if;
    if (new.version = system_schema_newest(new.draft_id)) is not true then
        perform system_schema_refuse('Only the newest version of a draft is decided about.');
    end if;
    if new.decision <> 'exported' and system_schema_agent(new.decided_by, new.draft_id) is not false then
        perform system_schema_refuse('An agent''s draft is approved by another; agents decide nothing.');
    end if;
    if new.decision = 'refused' and (btrim(new.reason) <> '') is not true then
        perform system_schema_refuse('A refusal has a reason.');
    end if;
    if new.decision in ('approved', 'exported') and (
        passed.state = 'passed' and passed.draft_id = new.draft_id and passed.version = new.version
        and passed.check_id = system_schema_newest_check(new.draft_id, new.version)
    ) is not true then
        perform system_schema_refuse('An approval rests on a passed check of the newest version.');
    end if;
    if new.decision = 'approved' and lower(btrim(proposed.author)) = lower(btrim(new.decided_by)) and (
        not proposed.is_by_agent and btrim(new.reason) <> ''
    ) is not true then
        perform system_schema_refuse('A person approves an own draft with a reason.');
    end if;
    if new.decision = 'approved' and (passed.grave <@ new.accepted) is not true then
        perform system_schema_refuse('Every grave effect is accepted by its name.');
    end if;
    if new.decision = 'exported' then
        select * into approved from system_schema_draft_decision
        where draft_id = new.draft_id and version = new.version
        order by decision_id desc
        limit 1;
        if (approved.decision in ('approved', 'exported') and approved.check_id = new.check_id) is not true then
            perform system_schema_refuse('An export rests on an approval of the newest version.');
        end if;
        if (new.detail ->> 'fingerprint' = passed.fingerprint) is not true then
            perform system_schema_refuse('An export rests on a check against the database as it is now.');
        end if;
        if cardinality(passed.at_risk) > 0 and (
            exists (
                select from system_schema_draft_backup
                where draft_id = new.draft_id and version = new.version and fingerprint = passed.fingerprint
                    and row_counts ?& passed.at_risk
            )
        ) is not true then
            perform system_schema_refuse('What is dropped or rewritten has a backup before it is exported.');
        end if;
    end if;
    return new;
end
$$;
