-- how the server would find the deals that changed
explain (format json, verbose)
select * from crm_source_opportunity where changed_at > now() - interval '2 days' and changed_at <= now()
