-- two settings for the rest of the transaction: compiling or sharing out the query for who is due costs more than it brings
select set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)
