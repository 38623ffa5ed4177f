-- one row is one index; the definition of a plain one is spelled out by the reader of the rows, printing it here costs most
select
    i.indexrelid as oid,
    i.indrelid as table_oid,
    c.relname as name,
    c.relkind = 'I' as is_partitioned,
    c.relispartition as is_inherited,
    i.indisunique as unique,
    i.indisprimary as primary,
    i.indisvalid as valid,
    i.indnkeyatts as key_count,
    i.indkey as columns,
    i.indoption as options,
    m.amname as method,
    i.indnullsnotdistinct as nulls_not_distinct,
    c.relpages as pages,
    i.indpred is not null as is_partial,
    x.is_special,
    t.predicate,
    case
        -- a CASE stands on one line in the definition and on several in the predicate alone
        when t.definition is null and t.predicate like E'%\n%' then pg_get_indexdef(i.indexrelid)
        else t.definition
    end as definition
from pg_index as i
join pg_class as c on c.oid = i.indexrelid
cross join lateral (
    select not (
        i.indexprs is null
        and c.reloptions is null
        and i.indcollation::oid[] <@ '{0, 100}'
        and i.indclass::oid[] <@ array(select o.oid from pg_opclass as o where o.opcdefault)
    ) as is_special
    offset 0
) as x
cross join lateral (
    select case when x.is_special and i.indrelid <> all (cast(:locked as oid[])) then pg_get_indexdef(i.indexrelid) end
        as definition
    offset 0
) as p
cross join lateral (
    select
        p.definition,
        case
            when i.indpred is null or i.indrelid = any (cast(:locked as oid[])) then null
            when p.definition not like '% WHERE % WHERE %' and p.definition not like '%CASE%'
                then split_part(p.definition, ' WHERE ', 2)
            else pg_get_expr(i.indpred, i.indrelid)
        end as predicate
    offset 0
) as t
join pg_am as m on m.oid = c.relam
where c.relnamespace = any (array(
    select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
))
