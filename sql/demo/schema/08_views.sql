-- What people read most, and what stays closed.
create view crm_contact_activity with (security_invoker = true) as
select c.contact_id, c.name, c.status, u.name as owner, m.messages, m.last_message_at, d.open_deals, d.open_value
from crm_contact c
join system_staff u on u.staff_id = c.owner_id
left join lateral (
    select count(*) as messages, max(sent_at) as last_message_at from crm_message where contact_id = c.contact_id
) m on true
left join lateral (
    select count(*) as open_deals, sum(d.value) as open_value
    from crm_deal d
    join crm_pipeline_stage s using (pipeline, stage)
    where d.contact_id = c.contact_id and s.is_open
) d on true
where c.archived_at is null;
comment on view crm_contact_activity is 'Every contact with what is going on.';

create view real_estate.market with (security_invoker = true) as
select l.listing_id, p.reference, p.kind, t.name as district, p.street, p.bedrooms, p.area, l.price,
    round(l.price / p.area) as price_per_square_metre, l.listed_on
from real_estate.listing l
join real_estate.property p using (property_id)
join real_estate.district t using (district_id)
where l.status = 'active';
comment on view real_estate.market is 'What is for sale today.';

create materialized view finance.receivable as
select a.account_id, a.contact_id, a.currency,
    sum(i.total - coalesce(paid.amount, 0)) as open_amount,
    min(i.due_on) as oldest_due_on
from finance.account a
join finance.invoice i using (account_id)
left join (
    select invoice_id, sum(amount) as amount from finance.payment_allocation group by invoice_id
) paid using (invoice_id)
where i.status in ('sent', 'overdue')
group by a.account_id, a.contact_id, a.currency;
comment on materialized view finance.receivable is 'What each account owes; refreshed every night.';
create unique index receivable_account on finance.receivable (account_id);

create function crm_touch() returns trigger language plpgsql set search_path = '' as $$
begin
    if new is distinct from old and new.changed_at = old.changed_at then
        new.changed_at := now();
    end if;
    return new;
end
$$;
comment on function crm_touch is 'Moves changed_at when a row is edited.';
create trigger touch before update on crm_message for each row execute function crm_touch();
create trigger touch before update on crm_meeting for each row execute function crm_touch();
create trigger touch before update on crm_call for each row execute function crm_touch();
create trigger touch before update on crm_note for each row execute function crm_touch();
create trigger touch before update on crm_deal for each row execute function crm_touch();

do $$
declare
    relation regclass;
begin
    foreach relation in array array[
        'crm_company', 'crm_contact_point', 'crm_relationship', 'crm_contact_tag', 'crm_thread', 'crm_attachment',
        'crm_meeting', 'crm_meeting_attendee', 'crm_call', 'crm_pipeline_stage', 'crm_deal_stage_change', 'crm_task',
        'system_team', 'system_staff', 'system_audit_entry'
    ]::regclass[]
    loop
        execute format('alter table %s enable row level security', relation);
        execute format(
            'create policy the_house on %s using (coalesce(current_setting(''app.staff_id'', true), '''') <> '''')', relation
        );
    end loop;
end
$$;
alter table crm_contact enable row level security;
alter table crm_message enable row level security;
alter table crm_note enable row level security;
alter table crm_deal enable row level security;
alter table system_api_key enable row level security;
alter table finance.account enable row level security;
create policy own_contacts on crm_contact
    using (owner_id = nullif(current_setting('app.staff_id', true), '')::integer);
create policy own_messages on crm_message
    using (exists (select from crm_contact c where c.contact_id = crm_message.contact_id));
create policy own_notes on crm_note
    using (author_id = nullif(current_setting('app.staff_id', true), '')::integer);
create policy own_deals on crm_deal
    using (owner_id = nullif(current_setting('app.staff_id', true), '')::integer);
create policy bookkeepers on finance.account for select
    using (current_setting('app.team', true) = 'finance');
