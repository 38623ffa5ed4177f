-- one row is where else the contact is known
select
    coalesce(finance_accounts, '{}') as finance_accounts,
    cast(swl_guest_profile_id as text) as swl_guest_profile_id,
    cast(open_people_profile_id as text) as open_people_profile_id
from crm_source_link
where contact_id = :contact_id
    and changed_at <= :now
order by changed_at desc
limit 1
