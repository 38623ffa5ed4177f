-- how the server would find one contact
explain (format json, verbose) select * from crm_source_contact
where contact_id = '00000000-0000-0000-0000-000000000000'
