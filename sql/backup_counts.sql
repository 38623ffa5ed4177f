-- how many clients and how many versions of them are on file
select (select count(*) from crm_client_context), (select count(*) from crm_client_context_history)
