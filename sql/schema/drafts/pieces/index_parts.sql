-- one row is one partition's index at its parent's, or one table's way to tell its rows to a replica
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
