-- one row is one key, exclusion, foreign key, or rule that was never validated; what a partition has from its parent is left out
select kind, name, extension, sql
from (
    select
        'constraint' as kind,
        format('%I on %s', k.conname, k.conrelid::regclass) as name,
        x.extname::text as extension,
        format(
            'alter table %s%s add constraint %I %s',
            case when k.contype in ('p', 'u', 'x') then 'only ' end, k.conrelid::regclass, k.conname,
            pg_get_constraintdef(k.oid)
        ) as sql,
        strpos('cnpuxf', k.contype::text) as rank,
        k.oid
    from pg_constraint as k
    join pg_class as c on c.oid = k.conrelid
    join pg_namespace as n on n.oid = c.relnamespace
    left join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
    left join pg_extension as x on x.oid = d.refobjid
    where
        n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
        and (
            k.contype in ('p', 'u', 'x')
            or (k.contype = 'f' and k.conparentid = 0)
            or (k.contype in ('c', 'n') and not k.convalidated and k.conislocal)
        )
    union all
    select
        'domain constraint',
        format('%I on %s', k.conname, format_type(k.contypid, null)),
        null,
        format('alter domain %s add constraint %I %s', format_type(k.contypid, null), k.conname, pg_get_constraintdef(k.oid)),
        0,
        k.oid
    from pg_constraint as k
    where k.contypid <> 0 and k.contype = 'c' and not k.convalidated
) as k
order by k.rank, k.oid
