-- one row is one thing that depends on a table, or on a column of it, and would be met by its change
with changed as (
    select c.oid, a.attnum, c.relname, x.column_name
    from rows from (
        unnest(cast(%(schemas)s as text[])), unnest(cast(%(tables)s as text[])), unnest(cast(%(columns)s as text[]))
    ) as x(schema_name, table_name, column_name)
    join pg_namespace as n on n.nspname = x.schema_name
    join pg_class as c on c.relnamespace = n.oid and c.relname = x.table_name
    left join pg_attribute as a on a.attrelid = c.oid and a.attname = x.column_name and not a.attisdropped
),
direct as (
    select distinct
        case when d.classid = 'pg_rewrite'::regclass then 'pg_class'::regclass else d.classid end as classid,
        case when d.classid = 'pg_rewrite'::regclass then r.ev_class else d.objid end as objid,
        case when d.classid = 'pg_rewrite'::regclass then 0 else d.objsubid end as objsubid
    from changed
    join pg_depend as d
        on d.refclassid = 'pg_class'::regclass and d.refobjid = changed.oid
        and (changed.attnum is null or d.refobjsubid = changed.attnum)
    left join pg_rewrite as r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
    where
        d.deptype in ('n', 'a')
        and not exists (
            select
            from pg_constraint as k
            where
                d.classid = 'pg_constraint'::regclass and k.oid = d.objid
                and (k.contype in ('n', 'f') or (changed.attnum is null and k.conrelid = changed.oid))
        )
        and not exists (
            select
            from pg_index as i
            where
                d.classid = 'pg_class'::regclass and changed.attnum is null
                and i.indexrelid = d.objid and i.indrelid = changed.oid
        )
        and not exists (
            select
            from pg_attrdef as f
            where d.classid = 'pg_attrdef'::regclass and changed.attnum is null and f.oid = d.objid and f.adrelid = changed.oid
        )
        and not (d.classid = 'pg_rewrite'::regclass and r.ev_class = changed.oid)
        and not (d.classid = 'pg_attrdef'::regclass and exists (
            select
            from pg_attrdef as f
            join pg_attribute as a on a.attrelid = f.adrelid and a.attnum = f.adnum
            where f.oid = d.objid and f.adrelid = changed.oid and a.attgenerated = ''
        ))
)
select
    case when i.type = 'default value' then 'generated column or default' else i.type end as kind,
    regexp_replace(i.identity, '^for (.*)$', '\1') as name
from direct
cross join lateral pg_identify_object(direct.classid, direct.objid, direct.objsubid) as i
where i.type not in ('toast table', 'publication relation')
union
select 'publication', p.pubname::text
from changed
join pg_publication_rel as r on r.prrelid = changed.oid
join pg_publication as p on p.oid = r.prpubid
union
select 'foreign key', format('%%s on %%s', k.conname, k.conrelid::regclass)
from changed
join pg_constraint as k
    on k.contype = 'f' and k.confrelid = changed.oid and k.conparentid = 0
    and (changed.attnum is null or changed.attnum = any (k.confkey))
union
select
    case p.prokind when 'p' then 'procedure' else 'function' end || ', by name in its text',
    p.oid::regprocedure::text
from changed
join pg_proc as p on p.prosrc ~ ('\m' || regexp_replace(coalesce(changed.column_name, changed.relname), '(\W)', '\\\1', 'g') || '\M')
join pg_namespace as n on n.oid = p.pronamespace
join pg_language as l on l.oid = p.prolang and l.lanname in ('sql', 'plpgsql')
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2
