-- one row is one subject of one thread of mails or messages on file, newest first, with how many there are
select
    interaction.kind as channel,
    coalesce(interaction.thread_id, '') as thread,
    coalesce(interaction.subject, '') as subject,
    count(*) as messages,
    max(least(interaction.occurred_at, interaction.changed_at)) as last_at
from crm_source_interaction as interaction
where interaction.contact_id = :contact_id
    and interaction.changed_at <= :now
    and interaction.kind in ('email', 'sms')
    and not coalesce(interaction.is_bulk, false)
group by interaction.kind, coalesce(interaction.thread_id, ''), coalesce(interaction.subject, '')
order by last_at desc, thread, subject
limit :limit
