-- one row is one partition's index at its parent's, or one setting of a table or a column that decides how rows are kept or told
select
    'index part' as kind,
    i.inhrelid::regclass::text as name,
    null::text as extension,
    format('alter index %s attach partition %s', i.inhparent::regclass, i.inhrelid::regclass) as sql
from pg_inherits as i
join pg_class as c on c.oid = i.inhrelid
where c.relkind in ('i', 'I')
union all
select
    'replica identity',
    c.oid::regclass::text,
    null,
    format('alter table %s replica identity %s', c.oid::regclass, case c.relreplident
        when 'f' then 'full'
        when 'n' then 'nothing'
        else 'using index ' || (
            select quote_ident(o.relname)
            from pg_index as i
            join pg_class as o on o.oid = i.indexrelid
            where i.indrelid = c.oid and i.indisreplident
        )
    end)
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where
    c.relkind in ('r', 'p') and c.relreplident <> 'd'
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
union all
select
    'column setting' as kind,
    format('%s of %s.%I', s.word, c.oid::regclass, a.attname) as name,
    x.extname::text as extension,
    format('alter table %s alter column %I set %s', c.oid::regclass, a.attname, s.words) as sql
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type as t on t.oid = a.atttypid
cross join lateral (
    values
    (
        'storage',
        case when a.attstorage <> t.typstorage then 'storage ' || case a.attstorage
            when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended'
        end end
    ),
    ('compression', case a.attcompression when 'p' then 'compression pglz' when 'l' then 'compression lz4' end),
    ('statistics', 'statistics ' || nullif(a.attstattarget, -1)),
    ('options', '(' || (
        select string_agg(format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ' order by o)
        from unnest(a.attoptions) as o
    ) || ')')
) as s (word, words)
left join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where
    c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't'
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and (a.attstorage <> t.typstorage or a.attcompression <> '' or a.attstattarget <> -1 or a.attoptions is not null)
    and s.words is not null
union all
select
    'clustering',
    i.indrelid::regclass::text,
    null,
    format('alter table %s cluster on %I', i.indrelid::regclass, c.relname)
from pg_index as i
join pg_class as c on c.oid = i.indexrelid
where i.indisclustered and i.indrelid >= 16384
order by 1, 2
