-- one row is what one object grants; an object with the rights that every new one has stands nowhere
with granting as (
    select
        'table' as word, c.oid::regclass::text as name, c.relacl as acl, c.relowner as owner, ''::text as columns,
        'pg_class'::regclass as classid, c.oid as objid
    from pg_class as c
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't' and c.relacl is not null and c.oid >= 16384
    union all
    select 'sequence', c.oid::regclass::text, c.relacl, c.relowner, '', 'pg_class'::regclass, c.oid
    from pg_class as c
    where c.relkind = 'S' and c.relpersistence <> 't' and c.relacl is not null and c.oid >= 16384
    union all
    select
        'table', c.oid::regclass::text, a.attacl, c.relowner, format(' (%I)', a.attname), 'pg_class'::regclass, c.oid
    from pg_attribute as a
    join pg_class as c on c.oid = a.attrelid
    where a.attacl is not null and c.oid >= 16384
    union all
    select
        case p.prokind when 'p' then 'procedure' else 'function' end, p.oid::regprocedure::text, p.proacl, p.proowner, '',
        'pg_proc'::regclass, p.oid
    from pg_proc as p
    where p.proacl is not null and p.oid >= 16384
    union all
    select 'schema', quote_ident(n.nspname), n.nspacl, n.nspowner, '', 'pg_namespace'::regclass, n.oid
    from pg_namespace as n
    where n.nspacl is not null and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    union all
    select 'type', format_type(t.oid, null), t.typacl, t.typowner, '', 'pg_type'::regclass, t.oid
    from pg_type as t
    where t.typacl is not null and t.oid >= 16384
)
select
    'rights' as kind,
    format('%s %s%s', g.word, g.name, g.columns) as name,
    x.extname::text as extension,
    concat_ws(
        '; ',
        case when g.columns = '' then format('revoke all on %s %s from public', g.word, g.name) end,
        (
            select string_agg(
                format('grant %s on %s %s to %s%s', r.privileges, g.word, g.name, r.grantee, r.grant_option), '; '
                order by r.grantee, r.grant_option
            )
            from (
                select
                    string_agg(e.privilege_type || g.columns, ', ' order by e.privilege_type) as privileges,
                    case when e.grantee = 0 then 'public' else e.grantee::regrole::text end as grantee,
                    case when e.is_grantable then ' with grant option' else '' end as grant_option
                from aclexplode(g.acl) as e
                where e.grantee <> g.owner
                group by e.grantee, e.is_grantable
            ) as r
        )
    ) as sql
from granting as g
left join pg_depend as d on d.classid = g.classid and d.objid = g.objid and d.objsubid = 0 and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
order by 2
