-- one row is one trigger, rule, event trigger or extended statistics
select
    'trigger' as kind,
    format('%I on %s', t.tgname, t.tgrelid::regclass) as name,
    x.extname::text as extension,
    pg_get_triggerdef(t.oid) || case t.tgenabled
        when 'D' then format('; alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname)
        when 'R' then format('; alter table %s enable replica trigger %I', t.tgrelid::regclass, t.tgname)
        when 'A' then format('; alter table %s enable always trigger %I', t.tgrelid::regclass, t.tgname)
        else ''
    end as sql
from pg_trigger as t
left join pg_depend as d
    on d.classid = 'pg_class'::regclass and d.objid = t.tgrelid and d.objsubid = 0 and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where not t.tgisinternal and t.tgparentid = 0
union all
select 'rule', format('%I on %s', r.rulename, r.ev_class::regclass), null, pg_get_ruledef(r.oid)
from pg_rewrite as r
where r.rulename <> '_RETURN' and r.oid >= 16384
union all
select 'statistics', format('%I.%I', n.nspname, s.stxname), null, pg_get_statisticsobjdef(s.oid)
from pg_statistic_ext as s
join pg_namespace as n on n.oid = s.stxnamespace
union all
select
    'event trigger',
    e.evtname::text,
    x.extname::text,
    format(
        'create event trigger %I on %s%s execute function %s()', e.evtname, e.evtevent,
        ' when tag in (' || (select string_agg(quote_literal(tag), ', ' order by tag) from unnest(e.evttags) as tag) || ')',
        e.evtfoid::regproc
    )
from pg_event_trigger as e
left join pg_depend as d on d.classid = 'pg_event_trigger'::regclass and d.objid = e.oid and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
order by 1, 2
