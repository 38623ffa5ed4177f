-- one row is one combination of kind, author and direction, with how many of a sample have it and what looks wrong in them;
-- the sample is the newest by `changed_at`, and up to `each` older ones of contacts spread over all
with newest as materialized (
    select * from crm_source_interaction order by changed_at desc limit :newest
),
spread as materialized (
    select distinct contact_id, md5(contact_id::text)
    from (select contact_id from crm_source_contact limit :most) as known
    order by 2
    limit :contacts
),
older as (
    select *
    from (
        select *, row_number() over (partition by contact_id order by changed_at desc) as nth
        from crm_source_interaction
        where contact_id = any (array(select contact_id from spread))
            and changed_at < (select min(changed_at) from newest)
    ) as theirs
    where nth <= :each
),
looked_at as (
    select id, contact_id, kind, author, direction, thread_id, subject, body, occurred_at, changed_at from newest
    union all
    select id, contact_id, kind, author, direction, thread_id, subject, body, occurred_at, changed_at from older
),
sample as materialized (
    select
        s.*,
        left(s.body, 4000) as opening,
        row_number() over (partition by s.contact_id, s.id) > 1 as is_repeated,
        row_number() over (partition by s.contact_id, s.thread_id) > 1 as is_further,
        not exists (select from crm_source_contact as c where c.contact_id = s.contact_id) as is_of_nobody,
        exists (
            select from crm_context_seen as seen
            join crm_context_run as run using (run_id)
            where seen.contact_id = s.contact_id
                and seen.interaction_id = s.id
                and run.started_at > s.changed_at
        )
        and not exists (
            select from crm_context_seen as seen
            where seen.contact_id = s.contact_id
                and seen.interaction_id = s.id
                and seen.digest = crm_context_digest(s.subject, s.body)
        ) as is_edited_unseen
    from looked_at as s
)
select
    coalesce(left(kind::text, :longest), '') as kind,
    coalesce(left(author::text, :longest), '') as author,
    coalesce(left(direction::text, :longest), '') as direction,
    count(*) as looked_at,
    count(*) filter (where id is null) as without_id,
    count(*) filter (where is_repeated and id is not null) as repeated,
    count(*) filter (where is_of_nobody) as of_nobody,
    count(*) filter (where coalesce(thread_id::text, '') = '') as without_thread,
    count(*) filter (where is_further and thread_id::text <> '') as further_in_thread,
    count(*) filter (where coalesce(body, '') = '') as without_body,
    count(*) filter (
        where opening ~* '</?(html|body|head|div|p|br|table|tr|td|span|blockquote|style)(\s[^<>]*)?/?>'
            or opening ~ '&(nbsp|quot|lt|gt|#[0-9]+);'
    ) as html,
    count(*) filter (
        where opening ~* '(^|\n)(content-type|content-transfer-encoding|mime-version|content-disposition): ?\S'
            or opening ~ '(^|\n)[A-Za-z0-9+/]{72,76}\r?\n[A-Za-z0-9+/]{4,76}={0,2}(\r?\n|$)'
            or opening ~ '(^|\s)[A-Za-z0-9+/]{200,}={0,2}(\s|$)'
            or opening ~ '=C[23]=[89AB][0-9A-F]|=E2=8[0-2]=[89AB][0-9A-F]|=3D'
    ) as mime,
    count(*) filter (where occurred_at is null) as without_moment,
    count(*) filter (where changed_at is null) as without_change,
    count(*) filter (where changed_at > now() + interval '1 minute') as changed_ahead,
    count(*) filter (where changed_at = now()) as changed_now,
    count(*) filter (where changed_at = occurred_at) as changed_as_occurred,
    count(*) filter (where changed_at < occurred_at - interval '1 day') as changed_before,
    count(*) filter (where is_edited_unseen) as edited_unseen
from sample
group by 1, 2, 3
order by 4 desc, 1, 2, 3
