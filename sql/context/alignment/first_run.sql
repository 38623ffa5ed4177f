-- one row is the oldest of the newest `runs` runs since a moment, a number after all where there is none
select coalesce(min(run_id), 9223372036854775807) as run_id
from (
    select run_id from crm_context_run where started_at >= :since order by run_id desc limit :runs
) as newest
