-- one row is the summary that the newest answer of a reader gave, each sentence with what it cites
select proposals -> 'summary' as sentences
from crm_context_run
where contact_id = :contact_id
    and status in ('saved', 'unchanged')
    and jsonb_typeof(proposals -> 'summary') = 'array'
order by run_id desc
limit 1
