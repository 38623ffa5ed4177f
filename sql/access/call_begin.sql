-- one row is the call that begins; none where its token has had its calls of this minute
insert into crm_agent_call (token_id, tool, contact_id)
select :token_id, :tool, :contact_id
where (
    select count(*)
    from crm_agent_call
    where token_id is not distinct from :token_id
        and called_at > clock_timestamp() - interval '1 minute'
) < :most
returning call_id
