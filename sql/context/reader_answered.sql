-- one row says whether the reader has answered for anybody since a moment
select exists (
    select from crm_context_run
    where started_at >= :since
        and status in ('saved', 'unchanged')
        and reader = :reader
        and proposals ? 'summary'
)
