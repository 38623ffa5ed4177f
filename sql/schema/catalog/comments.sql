-- one row is the comment of one column of a table or view; what Postgres brings itself has lower numbers
select
    d.objoid::bigint as table_oid,
    d.objsubid as number,
    d.description as comment
from pg_description as d
where d.classoid = 'pg_class'::regclass and d.objsubid > 0 and d.objoid >= 16384
