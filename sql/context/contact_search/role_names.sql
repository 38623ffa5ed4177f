-- one row is one role that a contact has now, and how many have it
select text as role, count(*) as contacts
from crm_client_fact
where kind = 'role'
    and ended_version is null
group by text
order by count(*) desc, text
limit 100
