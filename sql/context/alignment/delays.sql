-- one row is one side of one of these contacts before or after a moment: hours to an answer, the median, and how many
select
    o.contact_id,
    o.author as side,
    o.occurred_at >= :before as is_late,
    percentile_cont(0.5) within group (order by extract(epoch from o.occurred_at - o.asked_at) / 3600) as hours,
    count(*) as replies
from (
    select
        contact_id,
        author,
        occurred_at,
        lag(author) over conversation as other,
        lag(occurred_at) over conversation as asked_at
    from crm_source_interaction
    where contact_id = any(cast(:contacts as uuid[]))
        and kind in ('email', 'sms')
        and author in ('contact', 'us')
        and not is_bulk
        and occurred_at >= :since
    window conversation as (partition by contact_id, kind, thread_id order by occurred_at, id)
) as o
where o.other <> o.author
group by 1, 2, 3
