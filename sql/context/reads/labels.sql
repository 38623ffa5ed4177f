-- one row is the emotion label of one interaction, the newest where its text was edited
select distinct on (interaction_id) interaction_id, valence, energy
from crm_context_seen
where contact_id = :contact_id
    and valence is not null
    and energy is not null
order by interaction_id, run_id desc
