-- one row says whether the reader has answered anybody between a failed run and the contact's failure before it
select exists (
    select from crm_context_run
    where run_id > (
            select max(run_id)
            from crm_context_run
            where contact_id = :contact_id and status = 'failed' and run_id < :run_id
        )
        and status in ('saved', 'unchanged')
        and reader = :reader
        and proposals ? 'summary'
        and not proposals ? 'accepts'
)
