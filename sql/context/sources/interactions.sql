-- one row is one interaction of the contact that was on file at the moment, and whether a run has read this very text;
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
    digested.digest,
    seen.digest is not null as is_read
from crm_source_interaction as interaction
cross join lateral (
    select crm_context_digest(interaction.subject, interaction.body) as digest
    offset 0  -- worked out once a row: as part of the whole it would be three times
) as digested
left join crm_context_seen as seen
    on seen.contact_id = interaction.contact_id
    and seen.interaction_id = interaction.id
    and seen.digest = digested.digest
where interaction.contact_id = :contact_id
    and interaction.changed_at <= :now
