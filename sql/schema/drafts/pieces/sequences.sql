-- one row is one sequence that is no identity column's
select
    'sequence' as kind,
    c.oid::regclass::text as name,
    x.extname::text as extension,
    format(
        'create %ssequence %s as %s start %s increment %s minvalue %s maxvalue %s cache %s%s; alter sequence %s owner to %s',
        case when c.relpersistence = 'u' then 'unlogged ' end, c.oid::regclass, format_type(s.seqtypid, null),
        s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, case when s.seqcycle then ' cycle' end,
        c.oid::regclass, c.relowner::regrole
    ) as sql
from pg_sequence as s
join pg_class as c on c.oid = s.seqrelid
join pg_namespace as n on n.oid = c.relnamespace
left join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
where
    n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relpersistence <> 't'
    and not exists (
        select
        from pg_depend as i
        where i.classid = 'pg_class'::regclass and i.objid = c.oid and i.deptype = 'i' and i.refobjsubid > 0
    )
order by 2
