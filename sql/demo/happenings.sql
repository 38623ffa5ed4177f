-- one row is the moment at which something was said or written with the contact, or one of their deals moved; oldest first
select changed_at from crm_source_interaction where contact_id = :contact_id and changed_at <= cast(:now as timestamptz)
union
select s.changed_at
from crm_deal_stage_change s
join crm_deal d using (deal_id)
where d.contact_id = :contact_id and s.changed_at <= cast(:now as timestamptz)
order by 1
