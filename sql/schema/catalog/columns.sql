-- one row is one column of a table or view; a default holds no column, so it is printed without opening the table
-- comments and not-null constraints stand apart: few columns have them, and joined they took half of this statement's time
select
    a.attrelid as table_oid,
    a.attnum as number,
    a.attname as name,
    format_type(a.atttypid, a.atttypmod) as type,
    a.atttypid as type_oid,
    a.attnotnull as not_null,
    a.attidentity as identity,
    a.attgenerated as generated_kind,
    case
        when a.attgenerated = '' then pg_get_expr(f.adbin, 0)
        when a.attrelid <> all (cast(:locked as oid[])) then pg_get_expr(f.adbin, f.adrelid)
    end as expression,
    case
        when
            a.attcollation not in (0, 100)
            or a.attcollation = 100
            and a.atttypid not in ('text'::regtype, 'character varying'::regtype)
            and a.atttypid = any (array(select t.oid from pg_type as t where t.typcollation not in (0, 100)))
            then (
            select quote_ident(cn.nspname) || '.' || quote_ident(l.collname)
            from pg_collation as l
            join pg_namespace as cn on cn.oid = l.collnamespace
            join pg_type as t on t.oid = a.atttypid and t.typcollation <> l.oid
            where l.oid = a.attcollation
        )
    end as collation,
    a.attcollation not in (0, 100) as is_collated,
    not a.attislocal as is_inherited
from pg_class as c
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef as f on f.adrelid = a.attrelid and f.adnum = a.attnum
where
    c.relkind in ('r', 'p', 'v', 'm', 'f')
    and c.relnamespace = any (array(
        select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    ))
