-- one row is one trigger of a person
select
    t.tgrelid::bigint as table_oid,
    t.tgname::text as name,
    t.tgenabled::text as enabled,
    t.tgtype as bits,
    t.tgparentid <> 0 as is_inherited,
    quote_ident(n.nspname) || '.' || quote_ident(p.proname) as function,
    case when t.tgrelid <> all (cast(:locked as oid[])) then pg_get_triggerdef(t.oid) end as definition,
    d.description as comment
from pg_trigger as t
join pg_class as c on c.oid = t.tgrelid
join pg_proc as p on p.oid = t.tgfoid
join pg_namespace as n on n.oid = p.pronamespace
left join pg_description as d on d.objoid = t.oid and d.classoid = 'pg_trigger'::regclass and d.objsubid = 0
where not t.tgisinternal
