-- one row is a deal of the contact, put to the stage that it had at the moment
update crm_deal d
set stage = c.to_stage, changed_at = c.changed_at
from (
    select distinct on (s.deal_id) s.deal_id, s.to_stage, s.changed_at
    from crm_deal_stage_change s
    join crm_deal using (deal_id)
    where crm_deal.contact_id = :contact_id and s.changed_at <= cast(:moment as timestamptz)
    order by s.deal_id, s.changed_at desc
) c
where d.deal_id = c.deal_id and d.stage <> c.to_stage
