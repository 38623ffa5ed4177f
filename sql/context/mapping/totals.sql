-- one row is how many rows each view gives; none is counted beyond `most` and one more
select
    (select count(*) from (select from crm_source_contact limit :most + 1) as counted) as contacts,
    (select count(*) from (select from crm_source_interaction limit :most + 1) as counted) as interactions,
    (select count(*) from (select from crm_source_opportunity limit :most + 1) as counted) as opportunities,
    (select count(*) from (select from crm_source_link limit :most + 1) as counted) as links
