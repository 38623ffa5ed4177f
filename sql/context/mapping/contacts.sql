-- one row is what up to `most` contacts look like: how many there are of each kind that a mapping gets wrong
with known as materialized (select * from crm_source_contact limit :most),
sample as materialized (
    select
        contact_id,
        btrim(coalesce(name, '')) as name,
        nullif(email::text, '') as email,
        case when email::text ~ '@.*@' then (
            select count(distinct lower(m[1])) from regexp_matches(email::text, '[^\s<>"(),;:/]+@[^\s<>"(),;:/]+', 'g') as m
        ) else 1 end as addresses,
        row_number() over (partition by contact_id) > 1 as is_repeated
    from known
),
shared as (
    select count(distinct contact_id) as owners
    from sample
    where email is not null
    group by lower(btrim(email))
    having count(distinct contact_id) > 1
)
select
    count(*) as looked_at,
    count(*) filter (where contact_id is null) as without_id,
    count(*) filter (where is_repeated and contact_id is not null) as repeated,
    count(*) filter (where name = '') as without_name,
    count(*) filter (where addresses > 1) as several_addresses,
    count(*) filter (where addresses <= 1 and email ~ '[\s<>"(),;]|^mailto:') as dressed_addresses,
    count(*) filter (where email !~ '@') as no_addresses,
    (select coalesce(sum(owners), 0)::bigint from shared) as sharing_an_address
from sample
