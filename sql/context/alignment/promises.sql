-- one row is one promise that nobody has said is kept, with its words and what its giver wrote in the conversation since;
-- the list goes by an index alone, and the words are looked up for those that are given
select
    p.contact_id,
    p.name,
    p.fact_id,
    p.type,
    f.text,
    p.interaction_id,
    p.quote,
    p.said_at,
    array(
        select left(later.body, :longest)
        from crm_source_interaction as here
        join crm_source_interaction as later
            on later.contact_id = here.contact_id
            and (later.kind = here.kind or (later.kind in ('email', 'sms') and here.kind in ('email', 'sms')))
            and later.thread_id = here.thread_id
            and later.author = here.author
            and later.occurred_at > here.occurred_at
        where here.contact_id = p.contact_id
            and here.id = p.interaction_id
        order by later.occurred_at
        limit :most_later
    ) as later
from (
    select
        f.contact_id,
        coalesce(c.name, '') as name,
        f.fact_id,
        f.type,
        said.interaction_id,
        said.quote,
        coalesce(
            said.occurred_at,
            (
                select last_updated_at
                from crm_client_context_history
                where contact_id = f.contact_id
                    and version = f.added_version
            )
        ) as said_at
    from crm_client_fact as f
    join crm_source_contact as c using (contact_id)
    left join lateral (
        select interaction_id, quote, occurred_at
        from crm_client_fact_evidence
        where contact_id = f.contact_id
            and fact_id = f.fact_id
            and stance = 'supports'
        order by occurred_at desc, evidence_id desc
        limit 1
    ) as said on true
    where f.kind = 'commitment'
        and f.status in ('active', 'disputed')
        and (cast(:contact as uuid) is null or f.contact_id = cast(:contact as uuid))
    order by said_at, f.fact_id
    limit :most
) as p
cross join lateral (select text from crm_client_fact where fact_id = p.fact_id limit 1) as f
order by p.said_at, p.fact_id
