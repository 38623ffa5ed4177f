-- one row says how many contacts are being refreshed by workers at this moment
select count(*) from crm_context_lease where until > :now
