-- one row is the demo that this database holds: seed, moment of loading and how far the loading came
select value from public.system_setting where name = 'demo'
