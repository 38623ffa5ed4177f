-- for this transaction: a plan reads a table whole only where no index serves, however small the table is
select
    set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true)
