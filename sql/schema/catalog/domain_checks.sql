-- one row is one check constraint of a domain
select
    k.oid as oid,
    k.contypid as domain_oid,
    k.conname as name,
    pg_get_constraintdef(k.oid) as definition,
    k.convalidated as validated
from pg_constraint as k
where k.contypid > 0 and k.contype = 'c'
order by k.conname
