-- What is known about each contact: the current object, its snapshots, the ledger of facts, and how each came to be.

create table crm_context_run (
    run_id bigint generated always as identity primary key,
    contact_id uuid not null,
    trigger text not null,
    actor text not null,
    reason text,
    reader text,
    model text,
    prompt_version text,
    status text not null,
    base_version integer not null,
    version integer,
    proposals jsonb not null default '{}',
    prompt_tokens integer,
    completion_tokens integer,
    cost numeric(12, 6),
    duration_ms integer,
    error text,
    started_at timestamptz not null
);
comment on table crm_context_run is 'One refresh or one decision of a person, with every proposal and its verdict.';
create index on crm_context_run (contact_id, run_id desc);
create index on crm_context_run (started_at);

create table crm_client_context (
    contact_id uuid primary key,
    version integer not null check (version > 0),
    context_json jsonb not null,
    last_updated_at timestamptz not null,
    derived_until timestamptz
);
comment on table crm_client_context is 'The current context object of one contact.';
comment on column crm_client_context.derived_until is 'The moment at which a derived field next changes by the clock.';
create index on crm_client_context (derived_until);
create index on crm_client_context (last_updated_at);

create table crm_client_context_history (
    contact_id uuid not null,
    version integer not null check (version > 0),
    context_json jsonb not null,
    last_updated_at timestamptz not null,
    run_id bigint not null references crm_context_run,
    primary key (contact_id, version)
);
comment on table crm_client_context_history is 'One snapshot of a contact''s context object; append-only.';
create index on crm_client_context_history (run_id);

create table crm_client_fact (
    fact_id bigint generated always as identity primary key,
    contact_id uuid not null,
    kind text not null check (kind in ('key_fact', 'role', 'opportunity', 'risk')),
    type text not null default '',
    text text not null check (text <> ''),
    status text not null check (status in ('active', 'disputed', 'contradicted', 'retracted')),
    added_version integer not null,
    ended_version integer,
    superseded_by bigint references crm_client_fact,
    restores bigint references crm_client_fact,
    reason text,
    pinned boolean not null default false,
    actor text not null,
    run_id bigint not null references crm_context_run,
    ended_run_id bigint references crm_context_run,
    check ((ended_version is null) = (status in ('active', 'disputed')))
);
comment on column crm_client_fact.ended_run_id is 'The run that ended it.';
comment on table crm_client_fact is 'One fact ever stated about a contact; facts end, they are never deleted.';
create index on crm_client_fact (contact_id, fact_id);
create index on crm_client_fact (superseded_by);
create index on crm_client_fact (restores);
create index on crm_client_fact (run_id);
create index on crm_client_fact (ended_run_id);

grant usage on sequence crm_client_fact_fact_id_seq to orb_dashboard;

create table crm_client_fact_evidence (
    evidence_id bigint generated always as identity primary key,
    fact_id bigint not null references crm_client_fact,
    contact_id uuid not null,
    interaction_id text not null,
    quote_start integer not null,
    quote_end integer not null,
    quote text not null,
    occurred_at timestamptz not null,
    first_seen_at timestamptz not null,
    author text not null check (author in ('contact', 'us', 'other')),
    stance text not null check (stance in ('supports', 'contradicts')),
    run_id bigint not null references crm_context_run,
    check (quote_end > quote_start and quote_start >= 0)
);
comment on table crm_client_fact_evidence is 'One verified verbatim quote that supports or contradicts a fact.';
create index on crm_client_fact_evidence (fact_id);
create index on crm_client_fact_evidence (contact_id);
create index on crm_client_fact_evidence (run_id);

create table crm_context_seen (
    contact_id uuid not null,
    interaction_id text not null,
    digest text not null,
    run_id bigint not null references crm_context_run,
    valence smallint check (valence between -2 and 2),
    energy text check (energy in ('low', 'medium', 'high')),
    primary key (contact_id, interaction_id, digest)
);
comment on table crm_context_seen is 'One text of one interaction read for one contact, with its emotion label.';
create index on crm_context_seen (run_id);

create table crm_context_lease (
    contact_id uuid primary key,
    until timestamptz not null default '-infinity',
    next_at timestamptz not null default '-infinity',
    attempts integer not null default 0,
    holder text,
    requested_by text,
    requested_at timestamptz,
    error text
);
comment on table crm_context_lease is 'One contact being refreshed, to be refreshed, or waiting after a failure.';

create table crm_context_erasure (
    erasure_id bigint generated always as identity primary key,
    contact_id uuid not null,
    erased_by text not null,
    erased_at timestamptz not null,
    reason text not null,
    counts jsonb not null default '{}',
    transaction_id xid8 not null default pg_current_xact_id()
);
comment on table crm_context_erasure is 'One person erased: who did it, when and why; no text of theirs.';
create index on crm_context_erasure (contact_id);
