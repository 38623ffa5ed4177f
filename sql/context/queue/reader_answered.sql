-- one row says whether the reader has answered anybody between a failed run and the contact's failure before it; the runs
-- since then are gone through in their order, as from the first run on it would be all of them
select coalesce((
    select true
    from crm_context_run
    where run_id > (
            select max(run_id)
            from crm_context_run
            where contact_id = :contact_id and status = 'failed' and run_id < :run_id
        )
        and status in ('saved', 'unchanged')
        and reader = :reader
        and proposals ? 'summary'
        and not proposals ? 'accepts'
    order by run_id
    limit 1
), false)
