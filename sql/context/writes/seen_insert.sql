-- one row is one text that this run has read; what was set aside meanwhile stays with the run that failed
insert into crm_context_seen (contact_id, interaction_id, digest, run_id, valence, energy)
select :contact_id, item.interaction_id, item.digest, :run_id, item.valence, item.energy
from jsonb_to_recordset(cast(:items as jsonb))
    as item (interaction_id text, digest text, valence smallint, energy text)
on conflict do nothing
