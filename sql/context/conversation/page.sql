-- one row is one interaction on file, newest first from the anchor on, with what a reader did of it and the page's place
with matching as materialized (
    select
        interaction.id,
        least(interaction.occurred_at, interaction.changed_at) as at
    from crm_source_interaction as interaction
    cross join lateral (
        select case
            when :words = '' or strpos(interaction.body, '<') = 0 or interaction.body !~* :is_html then null
            -- what lacks one of the words, however it is written, and divides none by a tag, need not be read
            when not lower(interaction.body) ~ all(cast(:each as text[])) and interaction.body !~* :divided then ''
            else regexp_replace(regexp_replace(interaction.body, :comments, '', 'g'), :unread, '', 'gi')
        end as body
        offset 0  -- worked out once a row
    ) as html
    cross join lateral (
        -- HTML is searched as it is shown; the first quantifier of a pattern tells whether all of it is greedy
        select case
            when html.body is null then interaction.body
            when html.body = '' then ''
            -- words that stand between two tags are shown, where nothing is hidden
            when html.body !~* :hides and lower(html.body) ~ :plainly then :words
            else regexp_replace(replace(regexp_replace(
                case
                    when length(html.body) > :longest then html.body
                    when regexp_count(html.body, :hides, 1, 'i') not between 1 and :most_hidden then html.body
                    else regexp_replace(html.body, :hidden, '', 'gi')
                end,
                :between, ' ', 'gi'), '&nbsp;', ' '), :tag, '', 'g')
        end as body
    ) as shown
    where interaction.contact_id = :contact_id
        and interaction.changed_at <= :now
        and (:channel = '' or interaction.kind = :channel)
        and (:author = '' or interaction.author = :author)
        and (
            :thread = ''
            or interaction.thread_id = :thread
            or (
                coalesce(interaction.thread_id, '') = ''
                and interaction.kind in ('email', 'sms')
                and interaction.occurred_at >= :begun
                and coalesce(interaction.subject, '') = any(:subjects)
            )
        )
        and (
            :words = ''
            or exists (
                select from unnest(cast(:spellings as text[])) as spelling
                where strpos(lower(shown.body), lower(spelling)) > 0
            )
            or strpos(lower(interaction.subject), lower(:words)) > 0
            or strpos(lower(interaction.author_name), lower(:words)) > 0
        )
),
anchor as (
    select id, at from matching where id = :anchor
),
page as materialized (
    select matching.id, matching.at
    from matching
    left join anchor on true
    where anchor.id is null or (matching.at, matching.id) <= (anchor.at, anchor.id)
    order by matching.at desc, matching.id desc
    limit :limit
),
newer as (
    select matching.id, matching.at
    from matching
    join anchor on (matching.at, matching.id) > (anchor.at, anchor.id)
    order by matching.at, matching.id
    limit :limit - 1
),
place as (
    select
        (select count(*) from matching) as total,
        (select id from newer order by at desc, id desc limit 1) as newer
)
select
    place.total,
    place.newer,
    interaction.id,
    interaction.contact_id,
    interaction.kind,
    interaction.direction,
    interaction.author,
    interaction.author_name,
    interaction.thread_id,
    interaction.subject,
    coalesce(interaction.body, '') as body,
    coalesce(interaction.is_bulk, false) as is_bulk,
    page.at as occurred_at,
    interaction.ended_at,
    interaction.changed_at,
    digested.digest,
    seen.digest is not null as is_read,
    case when run.status = 'failed' then coalesce(run.error, '') end as set_aside,
    to_jsonb(interaction) -> 'attachments' as attachments
from page
cross join place
join crm_source_interaction as interaction
    on interaction.contact_id = :contact_id
    and interaction.id = page.id
    and interaction.occurred_at >= (select min(page.at) from page)  -- by an index of the site, where it has one
cross join lateral (
    select crm_context_digest(interaction.subject, interaction.body) as digest
    offset 0  -- worked out once a row: as part of the whole it would be three times
) as digested
left join crm_context_seen as seen
    on seen.contact_id = interaction.contact_id
    and seen.interaction_id = interaction.id
    and seen.digest = digested.digest
left join crm_context_run as run on run.run_id = seen.run_id
order by page.at desc, page.id desc
