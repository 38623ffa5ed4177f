-- one row is one check constraint of a domain
select
    k.contypid::bigint as domain_oid,
    k.conname::text as name,
    pg_get_constraintdef(k.oid) as definition,
    k.convalidated as validated,
    d.description as comment
from pg_constraint as k
left join pg_description as d on d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass and d.objsubid = 0
where k.contypid <> 0 and k.contype = 'c'
order by k.conname
