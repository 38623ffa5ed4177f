-- The demo's mapping: the four views over its own tables, the foreign key to its contacts, and what our role may read.
create or replace view crm_source_contact as
select c.contact_id, c.name, c.email::text as email, c.phone, o.name as company, c.created_at
from crm_contact c
left join crm_company o using (company_id)
where c.archived_at is null;

create or replace view crm_source_interaction as
select
    'message-' || m.message_id as id, m.contact_id, m.channel::text as kind, m.direction::text as direction,
    case when m.direction = 'out' then 'us' when m.sender_name = c.name then 'contact' else 'other' end as author,
    m.sender_name as author_name, m.thread_id, m.subject, m.body, m.is_bulk,
    m.sent_at as occurred_at, null::timestamptz as ended_at, m.changed_at
from crm_message m
join crm_contact c using (contact_id)
union all
select
    'meeting-' || meeting_id, contact_id, 'meeting', 'internal', 'us', u.name, null, title, minutes, false,
    starts_at, ends_at, changed_at
from crm_meeting
join system_staff u on u.staff_id = host_id
union all
select
    'call-' || call_id, contact_id, 'call', direction::text, case when is_transcript then 'contact' else 'us' end,
    case when is_transcript then c.name else u.name end, null, null, summary, false,
    started_at, k.ended_at, k.changed_at
from crm_call k
join crm_contact c using (contact_id)
left join system_staff u using (staff_id)
union all
select
    'note-' || note_id, contact_id, 'note', 'internal', 'us', u.name, null, null, body, false,
    written_at, null, changed_at
from crm_note
join system_staff u on u.staff_id = author_id;

create or replace view crm_source_opportunity as
select
    d.deal_id::text as id, d.contact_id, d.pipeline as type, d.stage, d.value as estimated_value, d.next_action,
    d.follow_up_at, s.is_open, d.changed_at
from crm_deal d
join crm_pipeline_stage s using (pipeline, stage);

create or replace view crm_source_link as
select
    c.contact_id,
    coalesce(f.accounts, '{}') as finance_accounts,
    g.guest_profile_id::text as swl_guest_profile_id,
    p.profile_id::text as open_people_profile_id,
    greatest(c.created_at, f.changed_at, g.changed_at, p.changed_at) as changed_at
from crm_contact c
left join lateral (
    select array_agg(a.account_id order by a.account_id) as accounts, max(a.changed_at) as changed_at
    from finance.account a
    where a.contact_id = c.contact_id
) f on true
left join swl.guest_profile g using (contact_id)
left join open_people.profile p using (contact_id);

do $$
begin
    if not exists (select from pg_constraint where conname = 'crm_client_context_contact') then
        alter table crm_client_context add constraint crm_client_context_contact
            foreign key (contact_id) references crm_contact (contact_id);
    end if;
end
$$;

grant usage on schema swl, finance, open_people to orb_dashboard;
grant select on
    crm_contact, crm_company, crm_message, crm_meeting, crm_call, crm_note, crm_deal, crm_pipeline_stage, system_staff,
    finance.account, swl.guest_profile, open_people.profile
to orb_dashboard;
do $$
declare
    relation regclass;
begin
    foreach relation in array array[
        'crm_contact', 'crm_company', 'crm_message', 'crm_meeting', 'crm_call', 'crm_note', 'crm_deal',
        'crm_pipeline_stage', 'system_staff', 'finance.account'
    ]::regclass[]
    loop
        execute format('drop policy if exists orb_dashboard on %s', relation);
        execute format('create policy orb_dashboard on %s for select to orb_dashboard using (true)', relation);
    end loop;
end
$$;

comment on view crm_source_contact is 'One row is a contact, as the client contexts see it.';
comment on view crm_source_interaction is 'One row is a mail, a message, a meeting, a call or a note.';
comment on view crm_source_opportunity is 'One row is a deal with its stage today.';
comment on view crm_source_link is 'One row is where else a contact is known.';
