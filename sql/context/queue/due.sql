-- one row is one contact with something to read or to derive anew: why, waiting since when, due from when, what holds it up
with filed as not materialized (
    select
        i.id,
        i.contact_id,
        i.kind,
        i.thread_id,
        i.subject,
        i.body,
        i.changed_at,
        least(i.occurred_at, i.changed_at) as occurred_at,
        greatest(coalesce(i.ended_at, i.occurred_at), i.changed_at) as finished_at,
        coalesce(i.is_bulk, false)
        or coalesce(
            case
                when i.subject ~* :automatic then true
                when i.subject ~* :calendar then coalesce(i.body, '') ~* :calendar_text
            end,
            false
        ) as is_automatic
    from crm_source_interaction as i
    where i.changed_at <= :now
        and (i.changed_at > :since or (i.ended_at > :since and i.ended_at <= :now))
        and (cast(:contacts as uuid[]) is null or i.contact_id = any (cast(:contacts as uuid[])))
),
unread as materialized (
    select contact_id, kind, thread_id, changed_at, occurred_at, finished_at, is_automatic
    from filed as f
    where not :everything
        and not exists (
            select from crm_context_seen as s
            where s.contact_id = f.contact_id
                and s.interaction_id = f.id
                and s.digest = crm_context_digest(f.subject, f.body)
        )
    union all
    -- over everything on file it is cheaper to see that a text was read since its last edit than to compare digests
    select contact_id, kind, thread_id, changed_at, occurred_at, finished_at, is_automatic
    from filed as f
    where :everything
        and not exists (
            select from crm_context_seen as s
            join crm_context_run as r using (run_id)
            where s.contact_id = f.contact_id
                and s.interaction_id = f.id
                and (
                    r.started_at >= f.changed_at and f.changed_at <= :settled
                    or s.digest = crm_context_digest(f.subject, f.body)
                )
        )
),
thread as materialized (
    select
        contact_id,
        thread_id,
        min(changed_at) as oldest,
        max(changed_at) as newest,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at
    from unread
    where kind not in ('meeting', 'call') and not is_automatic
    group by contact_id, thread_id
),
last_filed as materialized (
    -- one look at a contact's messages, however many of its threads have news
    select newest.contact_id, newest.thread_id, newest.at
    from (select distinct contact_id from thread) as whose
    cross join lateral (
        select m.contact_id, m.thread_id, max(m.occurred_at) as at
        from crm_source_interaction as m
        where m.contact_id = whose.contact_id
            and m.kind not in ('meeting', 'call')
            and m.changed_at <= :now
            and not coalesce(m.is_bulk, false)
        group by m.contact_id, m.thread_id
    ) as newest
),
judged as materialized (
    select
        t.*,
        coalesce((
            select true from crm_source_opportunity as o where o.contact_id = t.contact_id and o.is_open limit 1
        ), false)
        or coalesce((
            select m.author = 'contact' and right(m.body, :looked_at) ~* :asks
            from crm_source_interaction as m
            where m.contact_id = t.contact_id
                and m.thread_id is not distinct from t.thread_id
                and m.occurred_at = n.at
                and m.kind not in ('meeting', 'call')
                and m.changed_at <= :now
                and not coalesce(m.is_bulk, false)
            limit 1
        ), false)
        or (
            select count(*) >= :burst
            from crm_source_interaction as m
            where m.contact_id = t.contact_id
                and m.thread_id is not distinct from t.thread_id
                and m.kind not in ('meeting', 'call')
                and m.changed_at <= :now
                and m.occurred_at between t.last_at - interval '24 hours' and t.last_at
                and not coalesce(m.is_bulk, false)
        )
        or not exists (
            select from crm_source_interaction as m
            where m.contact_id = t.contact_id
                and m.occurred_at >= t.first_at - cast(:silence as interval)
                and m.occurred_at < t.first_at
                and not coalesce(m.is_bulk, false)
        ) as is_key
    from thread as t
    left join last_filed as n
        on n.contact_id = t.contact_id
        and coalesce(n.thread_id, '') = coalesce(t.thread_id, '')
        and (n.thread_id is null) = (t.thread_id is null)
),
changed as materialized (
    select contact_id, changed_at
    from crm_source_opportunity
    where changed_at > :since and changed_at <= :now
        and (cast(:contacts as uuid[]) is null or contact_id = any (cast(:contacts as uuid[])))
    union all
    select contact_id, changed_at
    from crm_source_link
    where :links and changed_at > :since and changed_at <= :now
        and (cast(:contacts as uuid[]) is null or contact_id = any (cast(:contacts as uuid[])))
),
touched as (
    select contact_id from changed
    union
    select contact_id
    from crm_client_context
    where derived_until <= :now
        and (cast(:contacts as uuid[]) is null or contact_id = any (cast(:contacts as uuid[])))
),
stored as materialized (
    select
        c.contact_id,
        c.derived_until,
        c.last_updated_at,
        (
            select r.started_at
            from crm_context_run as r
            where r.contact_id = c.contact_id
                and r.status in ('saved', 'unchanged')
                and coalesce(r.proposals #>> '{decision,what}', '') not in ('pin', 'unpin')
            order by r.run_id desc
            limit 1
        ) as looked_at
    from touched
    join crm_client_context as c using (contact_id)
),
cause as (
    select contact_id, 'request' as reason, 0 as urgency, requested_at as since, requested_at as due_at
    from crm_context_lease
    where requested_at is not null
        and (cast(:contacts as uuid[]) is null or contact_id = any (cast(:contacts as uuid[])))
    union all
    select contact_id, kind, 1, finished_at, finished_at
    from unread
    where kind in ('meeting', 'call') and not is_automatic
    union all
    select
        contact_id,
        case when is_key then 'key_thread' else 'thread' end,
        case when is_key then 2 else 3 end,
        oldest,
        case
            when is_key then least(newest + cast(:key_quiet as interval), oldest + cast(:key_wait as interval))
            else newest + cast(:quiet as interval)
        end
    from judged
    union all
    select s.contact_id, 'changed_row', 4, min(c.changed_at), min(c.changed_at)
    from changed as c
    join stored as s using (contact_id)
    where c.changed_at > coalesce(s.looked_at, s.last_updated_at)
    group by s.contact_id
    union all
    select contact_id, 'clock', 5, derived_until, derived_until
    from stored
    where derived_until <= :now and derived_until > coalesce(looked_at, '-infinity')
),
first_cause as (
    select distinct on (contact_id) contact_id, reason, urgency, since, due_at
    from cause
    order by contact_id, due_at > :now, urgency, due_at
)
select
    d.contact_id,
    d.reason,
    d.since,
    d.due_at,
    coalesce(l.attempts, 0) as attempts,
    l.error,
    nullif(l.next_at, '-infinity') as next_at,
    coalesce(l.until > :now, false) as is_held
from first_cause as d
left join crm_context_lease as l using (contact_id)
where exists (select from crm_source_contact as c where c.contact_id = d.contact_id)
    and (cast(:reasons as text[]) is null or d.reason = any (cast(:reasons as text[])))
    and (
        d.reason = 'request'
        or not exists (
            select from crm_context_erasure as e
            where e.contact_id = d.contact_id
                and not exists (
                    select from crm_client_context as c
                    where c.contact_id = e.contact_id and c.last_updated_at > e.erased_at
                )
        )
    )
    and (
        not :takeable
        or (d.due_at <= :now and coalesce(l.until, '-infinity') <= :now and coalesce(l.next_at, '-infinity') <= :now)
    )
order by d.due_at > :now, d.urgency, d.since, d.contact_id
limit :limit
