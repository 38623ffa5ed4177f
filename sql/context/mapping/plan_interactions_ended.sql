-- how the server would find the meetings and calls that have ended
explain (format json, verbose)
select * from crm_source_interaction where ended_at > now() - interval '2 days' and ended_at <= now()
