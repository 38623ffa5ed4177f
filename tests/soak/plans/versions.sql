-- more versions of everybody, 36 days apart, with a fact every fourth and two quotes a fact, in the order of time in which
-- years append them; what was read first was read before all of that, and of a few clients the relationship turns
set session_replication_role = replica;
update crm_context_run set started_at = started_at - {versions} * interval '36 days'
where version = 1 and contact_id <> '{contact}';
update crm_client_context_history set last_updated_at = last_updated_at - {versions} * interval '36 days'
where version = 1 and contact_id <> '{contact}';
insert into crm_context_run (contact_id, trigger, actor, reader, status, base_version, version, started_at, duration_ms,
                             proposals)
select
    c.contact_id, 'thread', 'worker', 'local', 'saved', n - 1, n,
    now() - (1 + abs(hashtext(c.contact_id::text)) % 1000) * interval '1 hour' - ({versions} - n) * interval '36 days', 120,
    jsonb_build_object('summary', null, 'operations', case when n % 4 > 0 then '[]' else jsonb_build_array(
        jsonb_build_object('op', case when n % 8 > 0 then 'add' else 'contradict' end, 'verdict', 'applied', 'rule', 'new')
    ) end)
from crm_client_context as c, generate_series(2, {versions}) as n
where c.version = 1
order by 8;
insert into crm_client_context_history (contact_id, version, context_json, last_updated_at, run_id)
select
    r.contact_id, r.version, h.context_json || jsonb_build_object('summary', 'Version ' || r.version) || case
        when r.version < {versions} or abs(hashtext(r.contact_id::text)) % 999 > 0 then '{{}}'::jsonb
        else '{{"emotion_trend": {{"valence": -0.6, "energy": "high", "stability": "stable"}}}}'::jsonb
    end, r.started_at, r.run_id
from crm_context_run as r
join crm_client_context_history as h on h.contact_id = r.contact_id and h.version = 1
where r.version > 1 and r.contact_id <> '{contact}'
order by r.run_id;
insert into crm_client_fact (contact_id, kind, type, text, status, added_version, ended_version, ended_run_id, actor,
                             reason, run_id)
select
    r.contact_id, 'key_fact', '', 'Asked for plan ' || r.version, case when r.version % 8 = 0 then 'contradicted' else 'active' end,
    r.version, case when r.version % 8 = 0 then r.version + 1 end, case when r.version % 8 = 0 then r.run_id end, 'reader',
    case when r.version % 8 = 0 then 'They said so.' end, r.run_id
from crm_context_run as r
where r.version > 1 and r.version % 4 = 0 and r.contact_id <> '{contact}'
order by r.run_id;
insert into crm_client_fact_evidence (fact_id, contact_id, interaction_id, quote_start, quote_end, quote, occurred_at,
                                      first_seen_at, author, stance, run_id)
select
    f.fact_id, f.contact_id, 'l' || f.fact_id % 1000000, 11, 36, 'the plans look fine to us', now(), now(), 'contact',
    case when n = 2 and f.status = 'contradicted' then 'contradicts' else 'supports' end, f.run_id
from crm_client_fact as f, generate_series(1, 2) as n
where f.added_version > 1 and f.contact_id <> '{contact}'
order by f.fact_id;
update crm_client_context as c
set version = h.version, context_json = h.context_json, last_updated_at = h.last_updated_at
from crm_client_context_history as h
where h.contact_id = c.contact_id and h.version = {versions} and c.version = 1;
set session_replication_role = origin;
vacuum analyze
