-- A small business's own tables, shaped like the views, and the views over them.
create table site_contact (
    contact_id uuid primary key, name text, email text, phone text, company text, created_at timestamptz default now()
);
create table site_interaction (
    id text primary key, contact_id uuid not null references site_contact, kind text, direction text, author text,
    author_name text, thread_id text, subject text, body text, is_bulk boolean, occurred_at timestamptz,
    ended_at timestamptz, changed_at timestamptz
);
create index on site_interaction (contact_id);
create index on site_interaction (changed_at);
create table site_opportunity (
    id text primary key, contact_id uuid not null references site_contact, type text, stage text, estimated_value numeric,
    next_action text, follow_up_at timestamptz, is_open boolean, changed_at timestamptz
);
create index on site_opportunity (contact_id);
create table site_link (
    contact_id uuid primary key references site_contact, finance_accounts text[], swl_guest_profile_id uuid,
    open_people_profile_id uuid, changed_at timestamptz
);
create or replace view crm_source_contact with (security_invoker = true) as select * from site_contact;
create or replace view crm_source_interaction with (security_invoker = true) as select * from site_interaction;
create or replace view crm_source_opportunity with (security_invoker = true) as select * from site_opportunity;
create or replace view crm_source_link with (security_invoker = true) as select * from site_link;
grant select on site_contact, site_interaction, site_opportunity, site_link to orb_dashboard;
grant select on crm_source_contact, crm_source_interaction, crm_source_opportunity, crm_source_link to orb_dashboard;
