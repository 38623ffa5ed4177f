-- one row is one interaction of the contact that was on file at the moment, with the digests of its texts that runs read;
-- in no order, since sorting the bodies of a big mailbox here takes a file on disk
select
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
    least(interaction.occurred_at, interaction.changed_at) as occurred_at,
    interaction.ended_at,
    interaction.changed_at,
    read.digests
from crm_source_interaction as interaction
left join (
    select interaction_id, string_agg(digest, ' ') as digests
    from crm_context_seen
    where contact_id = :contact_id
    group by interaction_id
) as read on read.interaction_id = interaction.id
where interaction.contact_id = :contact_id
    and interaction.changed_at <= :now
