-- one row is one trigger of a person
select
    t.tgrelid as table_oid,
    t.oid as oid,
    t.tgname as name,
    t.tgenabled as enabled,
    t.tgtype as bits,
    t.tgparentid <> 0 as is_inherited,
    quote_ident(n.nspname) || '.' || quote_ident(p.proname) as function,
    case when t.tgrelid <> all (cast(:locked as oid[])) then pg_get_triggerdef(t.oid) end as definition
from pg_trigger as t
join pg_class as c on c.oid = t.tgrelid
join pg_proc as p on p.oid = t.tgfoid
join pg_namespace as n on n.oid = p.pronamespace
where not t.tgisinternal
