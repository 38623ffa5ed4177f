-- THE file where a site maps its own tables: edit it, then run `orb migrate`, which installs it last and repeats it safely.
--
-- It is a worked example over four tables that many a CRM has:
--   contacts (id uuid, full_name, email, phone, company_name, created_at, updated_at)
--   messages (id, contact_id, channel, is_outgoing, sender_address, sender_name, conversation_id, subject, body,
--             is_newsletter, sent_at, created_at, updated_at)
--   appointments (id, contact_id, kind, title, notes, starts_at, ends_at, updated_at)
--   deals (id, contact_id, pipeline, stage, amount, next_step, follow_up_at, closed_at, updated_at)
-- Where it names a table that you do not have, the dashboard's own tables stand and `orb migrate` says which it is.
-- `orb sources check` counts what the views give, and says what looks wrong in it and how to mend it.
--
-- Rules for all four views: keep the names, the types and the order of the columns. `changed_at` is when the row was
-- inserted or last edited, never null; by it the dashboard finds what is new, so index what it reads. A column that you
-- cannot fill is null, or false for `is_bulk`.
--
-- What to do about
--   HTML: give the text/plain part of a mail where it has one. A body that is HTML alone is turned into text, with its
--     quoted mails marked; never give MIME source (headers, boundaries, base64, quoted-printable).
--   attachments: leave them out. Where you have their text, give each a row of its own (kind `note`, the author and the
--     moment of its mail, its file name as the subject).
--   several addresses of a contact: `email` takes the first; where `author` is made, compare the sender with all of them:
--     `when exists (select from addresses where addresses.contact_id = contacts.id and addresses.email =
--     lower(messages.sender_address)) then 'contact'`. Both in lower case, without a name and without blanks.
--   a thread id, where the provider gives none: the first Message-ID in References; without References the one in
--     In-Reply-To; without both the mail's own Message-ID. All mails of a conversation then have its first one's.
--   group threads: a row for each contact who takes part, with the same id, body and thread; `author` is told for each row
--     anew: `contact` in the row of the one who wrote it, `other` in those of the others, `us` in all for your own.
--   merged contacts: give all their rows the id that stays, `coalesce(contacts.merged_into, contacts.id)`, and leave the
--     one that went out of crm_source_contact. What is known of it stays on file; the other reads all again.
--   deleted mails: a mail that leaves the view is not read any more, but the facts it gave stay, with their quotes. To
--     forget a person wholly: `orb context erase`.
--   mail by machines and lists: `is_bulk` below.
--   a start date: without one the first reading takes every mail ever. `where messages.sent_at > '2024-01-01'` in the view
--     begins later; move the date back, and what is older is read in the hourly look at everything.

-- one row is one contact
create or replace view crm_source_contact as
select
    contacts.id as contact_id,                      -- uuid, never null, never reused
    contacts.full_name as name,                     -- as a person calls them
    contacts.email,
    contacts.phone,
    contacts.company_name as company,
    contacts.created_at                             -- timestamptz
from contacts;

-- one row is one email, SMS, meeting, call or note of one contact; who takes part in a meeting of three has a row each
create or replace view crm_source_interaction as
select
    'message-' || messages.id as id,                -- text, unique over all kinds: give each table a prefix
    messages.contact_id,
    messages.channel::text as kind,                 -- email | sms | meeting | call | note
    case when messages.is_outgoing then 'out' else 'in' end as direction,       -- in | out | internal
    case
        when messages.is_outgoing then 'us'
        when lower(messages.sender_address) = lower(contacts.email) then 'contact'
        else 'other'
    end as author,                                  -- whose words the body is: contact | us | other; facts come from the contact's
    messages.sender_name as author_name,
    messages.conversation_id::text as thread_id,    -- what belongs together: who owes a reply is told by thread
    messages.subject,
    messages.body,                                  -- plain text, whole; quoted mails may stay, they are recognised
    -- what machines send or what goes to many: no reply is expected, it says nothing about the contact. Where the headers
    -- are kept, set it for Auto-Submitted other than "no", Precedence bulk, list, junk or auto_reply, List-Id or
    -- List-Unsubscribe, X-Auto-Response-Suppress, an empty Return-Path (bounces), and for mail that is but a calendar's
    -- answer (Content-Type text/calendar). Without it the dashboard only knows their usual subjects.
    messages.is_newsletter as is_bulk,
    messages.sent_at as occurred_at,
    null::timestamptz as ended_at,                  -- of a meeting or a call
    greatest(messages.created_at, messages.updated_at) as changed_at
from messages
join contacts on contacts.id = messages.contact_id
union all
select
    'appointment-' || appointments.id, appointments.contact_id, 'meeting', 'internal', 'us', null, null,
    appointments.title, appointments.notes, false,
    appointments.starts_at, appointments.ends_at, appointments.updated_at
from appointments;

-- one row is one deal or other opportunity that is on file, open or closed
create or replace view crm_source_opportunity as
select
    deals.id::text as id,
    deals.contact_id,
    deals.pipeline as type,                         -- a word such as property_purchase
    deals.stage,
    deals.amount as estimated_value,                -- numeric, or null where nobody knows
    deals.next_step as next_action,
    deals.follow_up_at,                             -- when it passes and the deal is open, the contact is due
    deals.closed_at is null as is_open,
    deals.updated_at as changed_at
from deals;

-- one row says under which identifiers a contact is known elsewhere; contacts without any need no row
create or replace view crm_source_link as
select
    contacts.id as contact_id,
    '{}'::text[] as finance_accounts,               -- never null
    null::text as swl_guest_profile_id,
    null::text as open_people_profile_id,
    contacts.updated_at as changed_at
from contacts;

-- a context belongs to a contact that exists
do $$
begin
    if not exists (
        select from pg_constraint where conrelid = 'crm_client_context'::regclass and conname = 'crm_client_context_contact'
    ) then
        alter table crm_client_context
            add constraint crm_client_context_contact foreign key (contact_id) references contacts (id);
    end if;
end
$$;

-- The search for a contact by part of a name, and what is new since the last look (on Supabase: with schema extensions).
-- An index serves where it holds what the view writes, word for word. `ended_at` needs one as `changed_at` does, in each
-- table that has one: with a million interactions the look at who is due takes 6 to 20 ms with it and 147 to 272 without.
create extension if not exists pg_trgm;
create index if not exists orb_contacts_search on contacts
    using gin (full_name gin_trgm_ops, email gin_trgm_ops, company_name gin_trgm_ops);
create index if not exists orb_contacts_phone on contacts using gin (regexp_replace(phone, '\D', '', 'g') gin_trgm_ops);
create index if not exists orb_messages_contact on messages (contact_id, updated_at);
create index if not exists orb_messages_changed on messages (greatest(created_at, updated_at));
create index if not exists orb_appointments_contact on appointments (contact_id, updated_at);
create index if not exists orb_appointments_changed on appointments (updated_at);
create index if not exists orb_appointments_ended on appointments (ends_at) where ends_at is not null;
create index if not exists orb_deals_contact on deals (contact_id, updated_at);
create index if not exists orb_deals_changed on deals (updated_at);

-- the views read with the rights of whoever asks, so the dashboard's role needs to read what they name
grant select on contacts, messages, appointments, deals to orb_dashboard;
do $$
declare
    name text;
begin
    foreach name in array array['contacts', 'messages', 'appointments', 'deals']
    loop
        if not exists (select from pg_policy where polrelid = name::regclass and polname = 'orb_dashboard') then
            execute format('create policy orb_dashboard on %I for select to orb_dashboard using (true)', name);
        end if;
    end loop;
end
$$;
