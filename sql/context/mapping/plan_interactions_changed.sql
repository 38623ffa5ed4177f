-- how the server would find what is new
explain (format json, verbose)
select * from crm_source_interaction where changed_at > now() - interval '2 days' and changed_at <= now()
