-- one row is one fact that stands and that nobody has said for long, the oldest of its kind, with how many there are; when
-- a fact was last confirmed is told by the rule of `Fact.last_confirmed_at`
select o.contact_id, coalesce(c.name, '') as name, o.fact_id, o.kind, o.text, o.confirmed_at, o.count
from (
    select
        a.*,
        count(*) over (partition by a.kind) as count,
        row_number() over (partition by a.kind order by a.confirmed_at nulls first, a.fact_id) as place
    from (
        select
            f.contact_id,
            f.fact_id,
            f.kind,
            f.text,
            greatest(
                s.said_at,
                case when f.actor <> 'reader' or s.said_at is null then (  -- of most no version is looked up
                    select last_updated_at
                    from crm_client_context_history
                    where contact_id = f.contact_id
                        and version = f.added_version
                ) end
            ) as confirmed_at
        from crm_client_fact as f
        left join (
            select fact_id, max(first_seen_at) as said_at
            from crm_client_fact_evidence
            where stance = 'supports'
            group by fact_id
        ) as s using (fact_id)
        where f.status = 'active'
            and f.kind <> all(cast(:promises as text[]))
    ) as a
    where a.confirmed_at is null or a.confirmed_at < :before
) as o
join crm_source_contact as c using (contact_id)
where o.place <= :most
order by o.kind, o.place
