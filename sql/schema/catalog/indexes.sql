-- one row is one index; the definition of a plain one is spelled out by the reader of the rows, printing it here costs most
select
    i.indexrelid::bigint as oid,
    i.indrelid::bigint as table_oid,
    c.relname::text as name,
    c.relkind = 'I' as is_partitioned,
    c.relispartition as is_inherited,
    i.indisunique as unique,
    i.indisprimary as primary,
    i.indisvalid as valid,
    i.indnkeyatts as key_count,
    i.indkey::smallint[] as columns,
    i.indoption::smallint[] as options,
    m.amname::text as method,
    i.indnullsnotdistinct as nulls_not_distinct,
    c.relpages as pages,
    i.indpred is not null as is_partial,
    case when i.indrelid <> all (cast(:locked as oid[])) then pg_get_expr(i.indpred, i.indrelid) end as predicate,
    x.is_special,
    case when x.is_special and i.indrelid <> all (cast(:locked as oid[])) then pg_get_indexdef(i.indexrelid) end
        as definition,
    d.description as comment
from pg_index as i
join pg_class as c on c.oid = i.indexrelid
cross join lateral (
    select not (
        i.indexprs is null
        and i.indpred is null
        and c.reloptions is null
        and i.indcollation::oid[] <@ '{0, 100}'
        and i.indclass::oid[] <@ array(select o.oid from pg_opclass as o where o.opcdefault)
    ) as is_special
    offset 0
) as x
join pg_am as m on m.oid = c.relam
left join pg_description as d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where c.relnamespace = any (array(
    select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
))
