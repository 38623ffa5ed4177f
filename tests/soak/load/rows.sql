-- people with letters over two years, each read once, a context each, and newer letters of some that nobody has read
set session_replication_role = replica;
create index on letter (person_id, at);
create index on deal (person_id);
create index on deal (changed_at);
insert into letter
select
    'l' || n, p.id, 'email', case when n % 2 = 0 then 'in' else 'out' end,
    case when n % 2 = 0 then 'contact' else 'us' end, 't' || n / 5, 'About the house ' || n / 5,
    case when n % 2 = 0 then 'Thank you, the plans look fine to us. ' else 'We have sent you the plans. ' end
    || repeat('We will look at them again together with the architect next week. ', 4), made.at, made.at
from generate_series(1, {people} * {letters}) as n
cross join lateral (
    select ('00000000-0000-4000-8000-' || lpad((1 + n % {people})::text, 12, '0'))::uuid as id
) as p
cross join lateral (
    select now() - interval '3 hours' - make_interval(secs => ((n * 7919::bigint) % 1000000) * 63) as at
) as made;
insert into deal
select 'd' || person_id, person_id, 'offer', 'sent', 550000, 'call', null, true, created_at
from person where right(person_id::text, 1) in ('0', '5');

insert into crm_context_run (contact_id, trigger, actor, reader, status, base_version, version, started_at, duration_ms)
select person_id, 'thread', 'worker', 'local', 'saved', 0, 1, now() - interval '2 hours', 120
from person where person_id <> '{contact}';
insert into crm_client_fact (contact_id, kind, type, text, status, added_version, actor, run_id)
select r.contact_id, k.kind, k.type, k.text, 'active', 1, 'reader', r.run_id
from crm_context_run as r
join (
    values ('key_fact', '', 'The plans look fine to them.', 1), ('role', '', 'buyer', 3),
        ('commitment', 'by_us', 'We send the plans again.', 10), ('risk', 'price', 'The price is too high for us.', 20)
) as k (kind, type, text, every) on abs(hashtext(r.contact_id::text)) % k.every = 0
where r.version = 1 and r.contact_id <> '{contact}';
insert into crm_client_fact_evidence (fact_id, contact_id, interaction_id, quote_start, quote_end, quote, occurred_at,
                                      first_seen_at, author, stance, run_id)
select
    f.fact_id, f.contact_id, l.id, 11, 36, 'the plans look fine to us', l.at, l.at, 'contact', 'supports', f.run_id
from crm_client_fact as f
cross join lateral (
    select id, at from letter where person_id = f.contact_id order by at limit 1
) as l
where f.contact_id <> '{contact}';
insert into crm_client_context_history (contact_id, version, context_json, last_updated_at, run_id)
select r.contact_id, 1, jsonb_build_object(
    'contact_id', r.contact_id, 'last_updated_at', r.started_at, 'summary', 'Looks at the plans of a house.',
    'relationship_status', (array['cold', 'warm', 'hot', 'active', 'dormant', 'conflict'])[1 + n.hash % 6],
    'emotion_trend', '{{"valence": 0.2, "energy": "medium", "stability": "stable"}}'::jsonb,
    'roles', case when n.hash % 3 = 0 then '["buyer"]' else '[]' end::jsonb,
    'key_facts', '["The plans look fine to them."]'::jsonb,
    'open_threads', case when n.hash % 30 = 0 then jsonb_build_array(jsonb_build_object(
        'channel', 'email', 'thread_id', 't1', 'topic', 'About the house', 'last_message_at', r.started_at,
        'needs_reply', true, 'suggested_tone', 'friendly')) else '[]' end,
    'opportunities', '[]'::jsonb,
    'risks', case when n.hash % 20 = 0
        then '[{{"type": "price", "note": "The price is too high for us."}}]' else '[]' end::jsonb,
    'system_links', '{{"finance_accounts": [], "swl_guest_profile_id": null, "open_people_profile_id": null}}'::jsonb
), r.started_at - n.hash % 1000 * interval '1 hour', r.run_id
from crm_context_run as r
cross join lateral (select abs(hashtext(r.contact_id::text)) as hash) as n
where r.contact_id <> '{contact}';
insert into crm_client_context (contact_id, version, context_json, last_updated_at, derived_until)
select contact_id, version, context_json, last_updated_at, now() + abs(hashtext(contact_id::text)) % 9999 * interval '1 minute'
from crm_client_context_history where contact_id <> '{contact}';
insert into crm_context_seen (contact_id, interaction_id, digest, run_id)
select l.person_id, l.id, crm_context_digest(l.subject, l.body), r.run_id
from letter as l
join crm_context_run as r on r.contact_id = l.person_id and r.version = 1;

insert into letter
select
    'new' || n, ('00000000-0000-4000-8000-' || lpad((2 + n / 2)::text, 12, '0'))::uuid, 'email', 'in', 'contact',
    'tn' || n / 2, 'News', 'Hello, my budget is ' || 300 + n || ',000 euros. I prefer text messages over email. '
    || 'Could you send me the plans of the house again, please?', made.at, made.at
from generate_series(0, {unread} * 2 - 1) as n
cross join lateral (select now() - make_interval(mins => 90 + n % 60) as at) as made;
set session_replication_role = origin;
vacuum analyze
