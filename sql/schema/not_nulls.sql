-- one row is one not-null constraint that says more than "not null" does (they are rows since Postgres 18)
select
    k.conrelid::bigint as table_oid,
    k.conname::text as name,
    a.attname::text as column,
    k.convalidated as validated,
    k.connoinherit as no_inherit,
    not k.conislocal as is_inherited,
    d.description as comment
from pg_constraint as k
join pg_class as c on c.oid = k.conrelid
join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
left join pg_description as d on d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass and d.objsubid = 0
where
    k.contype = 'n'
    and (
        not k.convalidated
        or k.connoinherit
        or d.description is not null
        or k.conname <> concat(c.relname, '_', a.attname, '_not_null')
    )
