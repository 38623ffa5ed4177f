-- 100,000 contacts with 1,000,000 interactions over two years, all read but those of the last hours of 100 contacts
set session_replication_role = replica;
insert into contact
select cast(lpad(to_hex(c), 32, '0') as uuid), 'Contact ' || c, now() - interval '3 years'
from generate_series(1, 100000) as c;

insert into interaction
select
    'i' || n, cast(lpad(to_hex(n % 100000 + 1), 32, '0') as uuid), case when n % 20 = 0 then 'meeting' else 'email' end,
    case when n % 2 = 0 then 'in' else 'out' end, case when n % 2 = 0 then 'contact' else 'us' end,
    case when n % 20 <> 0 then 't' || n % 300000 end, 'About the house ' || n % 300000,
    'Message ' || n || ': ' || repeat('thank you for the call, we will look at the plans again next week. ', 6),
    n % 15 = 0, made.at, case when n % 20 = 0 then made.at + interval '1 hour' end, made.at
from generate_series(1, 1000000) as n
cross join lateral (
    select now() - interval '3 hours' - make_interval(secs => ((n * 7919::bigint) % 1000000) * 63) as at
) as made;

insert into deal
select 'd' || c, cast(lpad(to_hex(c), 32, '0') as uuid), 'offer', c % 3 = 0, now() - make_interval(days => c % 700 + 3)
from generate_series(1, 100000, 3) as c;
insert into link
select cast(lpad(to_hex(c), 32, '0') as uuid), 'a' || c, now() - make_interval(days => c % 700 + 3)
from generate_series(1, 100000, 2) as c;

insert into crm_context_run (contact_id, trigger, actor, status, base_version, version, started_at)
select contact_id, 'thread', 'worker', 'saved', 0, 1, now() - interval '2 hours' from contact;
insert into crm_client_context (contact_id, version, context_json, last_updated_at, derived_until)
select contact_id, 1, '{}', now() - interval '2 hours', now() + make_interval(mins => 60 + (row_number() over ())::integer % 9999)
from contact;
insert into crm_context_seen (contact_id, interaction_id, digest, run_id)
select i.contact_id, i.id, crm_context_digest(i.subject, i.body), r.run_id
from interaction as i
join crm_context_run as r using (contact_id);

insert into interaction
select
    'new' || c, cast(lpad(to_hex(c * 997), 32, '0') as uuid), 'email', 'in', 'contact', 'tn' || c, 'News',
    'Could you send me the plans of the house again, please?', false, made.at, null, made.at
from generate_series(1, 100) as c
cross join lateral (select now() - make_interval(mins => 60 + c) as at) as made;
vacuum analyze;
