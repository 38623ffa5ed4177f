-- The site of an evaluation, in a database of its own: two tables that hold the cases, and the four views over them.
create schema corpus;
create table corpus.contact (
    contact_id uuid primary key,
    name text not null,
    email text not null,
    company text,
    created_at timestamptz not null
);
create table corpus.interaction (
    id text primary key,
    contact_id uuid not null references corpus.contact,
    kind text not null,
    direction text not null,
    author text not null,
    author_name text,
    thread_id text,
    subject text,
    body text not null,
    occurred_at timestamptz not null,
    ended_at timestamptz,
    changed_at timestamptz not null
);
create index on corpus.interaction (contact_id, changed_at);

create view crm_source_contact as
select contact_id, name, email, null::text as phone, company, created_at
from corpus.contact;

create view crm_source_interaction as
select
    id, contact_id, kind, direction, author, author_name, thread_id, subject, body, false as is_bulk, occurred_at,
    ended_at, changed_at
from corpus.interaction;

create view crm_source_opportunity as
select
    null::text as id, contact_id, null::text as type, null::text as stage, null::numeric as estimated_value,
    null::text as next_action, null::timestamptz as follow_up_at, true as is_open, created_at as changed_at
from corpus.contact
where false;

create view crm_source_link as
select
    contact_id, '{}'::text[] as finance_accounts, null::text as swl_guest_profile_id,
    null::text as open_people_profile_id, created_at as changed_at
from corpus.contact
where false;
