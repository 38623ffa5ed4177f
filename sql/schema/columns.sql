-- one row is one column of a table or view; a default holds no column, so it is printed without opening the table
-- not_null_says: of a not-null constraint (a row since Postgres 18) that says more than "not null" does, its name,
-- whether it is valid, not inherited by children, inherited from parents, and its comment
select
    a.attrelid::bigint as table_oid,
    a.attnum as number,
    a.attname::text as name,
    format_type(a.atttypid, a.atttypmod) as type,
    a.atttypid::bigint as type_oid,
    a.attnotnull as not_null,
    a.attidentity::text as identity,
    a.attgenerated::text as generated_kind,
    case
        when a.attgenerated = '' then pg_get_expr(f.adbin, 0)
        when a.attrelid <> all (cast(:locked as oid[])) then pg_get_expr(f.adbin, f.adrelid)
    end as expression,
    case
        when a.attcollation <> t.typcollation then (
            select quote_ident(cn.nspname) || '.' || quote_ident(l.collname)
            from pg_collation as l
            join pg_namespace as cn on cn.oid = l.collnamespace
            where l.oid = a.attcollation
        )
    end as collation,
    a.attcollation not in (0, 100) as is_collated,
    d.description as comment,
    not a.attislocal as is_inherited,
    case
        when
            not k.convalidated
            or k.connoinherit
            or kd.description is not null
            or k.conname <> concat(c.relname, '_', a.attname, '_not_null')
            then array[
                k.conname, k.convalidated::text, k.connoinherit::text, (not k.conislocal)::text, kd.description
            ]
    end as not_null_says
from pg_class as c
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_type as t on t.oid = a.atttypid
left join pg_attrdef as f on f.adrelid = a.attrelid and f.adnum = a.attnum
left join pg_description as d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
left join pg_constraint as k on k.conrelid = a.attrelid and k.contype = 'n' and k.conkey[1] = a.attnum
left join pg_description as kd on kd.objoid = k.oid and kd.classoid = 'pg_constraint'::regclass and kd.objsubid = 0
where
    c.relkind in ('r', 'p', 'v', 'm', 'f')
    and c.relnamespace = any (array(
        select n.oid from pg_namespace as n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    ))
