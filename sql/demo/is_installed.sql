-- one row: whether the demo's tables are here
select to_regclass('public.system_setting') is not null and to_regclass('real_estate.listing') is not null
