-- how the server would find the deals of one contact
explain (format json, verbose) select * from crm_source_opportunity
where contact_id = '00000000-0000-0000-0000-000000000000'
