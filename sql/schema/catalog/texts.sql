-- one row is a check or exclusion constraint, or an index with more than plain keys, and its texts; without any it is locked
-- printing them opens their tables, so they come last; the text of a plain index is spelled out by the reader of the rows
select
    false as is_index,
    k.oid as oid,
    k.conrelid as table_oid,
    null as predicate,
    case when k.conrelid <> all (cast(:locked as oid[])) then pg_get_constraintdef(k.oid) end as definition
from pg_constraint as k
where
    k.contype in ('c', 'x')
    and k.conrelid <> 0
    and k.connamespace = any (array(
        select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    ))
union all
select
    true as is_index,
    i.indexrelid as oid,
    i.indrelid as table_oid,
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
            when i.indpred is null then null
            when p.definition not like '% WHERE % WHERE %' and p.definition not like '%CASE%'
                then split_part(p.definition, ' WHERE ', 2)
            when i.indrelid <> all (cast(:locked as oid[])) then pg_get_expr(i.indpred, i.indrelid)
        end as predicate
    offset 0
) as t
where
    (x.is_special or i.indpred is not null)
    and c.relnamespace = any (array(
        select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    ))
