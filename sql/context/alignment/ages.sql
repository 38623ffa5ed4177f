-- one row is one kind of fact and one age since somebody last said it (0: up to 30 days, 1: 90, 2: 365, 3: more), of those
-- that stand; when a fact was last confirmed is told by the rule of `Fact.last_confirmed_at`
with said as materialized (
    select fact_id, max(first_seen_at) as said_at
    from crm_client_fact_evidence
    where stance = 'supports'
    group by fact_id
),
confirmed as (
    select
        f.kind,
        f.contact_id,
        f.fact_id,
        greatest(
            s.said_at,
            case when f.actor <> 'reader' or s.said_at is null then (  -- of most no version is looked up
                select last_updated_at
                from crm_client_context_history
                where contact_id = f.contact_id
                    and version = f.added_version
            ) end
        ) as at
    from crm_client_fact as f
    left join said as s using (fact_id)
    where f.status in ('active', 'disputed')
),
aged as materialized (
    select
        kind,
        contact_id,
        fact_id,
        at,
        case
            when at >= :now - interval '30 days' then 0
            when at >= :now - interval '90 days' then 1
            when at >= :now - interval '365 days' then 2
            else 3
        end as age
    from confirmed
)
select
    g.kind,
    g.age,
    g.count,
    array(
        select array[cast(o.contact_id as text), cast(o.fact_id as text), f.text]
        from (
            select contact_id, fact_id, at
            from aged
            where kind = g.kind and age = g.age
            order by at nulls first, fact_id
            limit :most
        ) as o
        join crm_client_fact as f using (contact_id, fact_id)
        order by o.at nulls first, o.fact_id
    ) as behind
from (select kind, age, count(*) as count from aged group by 1, 2) as g
order by 1, 2
