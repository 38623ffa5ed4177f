-- one row says whether pg_trgm is there; in this transaction its operators are found, take words this much alike, and
-- indexes are used even though a limit makes a scan of everybody look cheap
select
    extension.schema is not null as has_trigrams,
    set_config('search_path', concat_ws(', ', current_setting('search_path'), quote_ident(extension.schema)), true),
    set_config('pg_trgm.word_similarity_threshold', cast(:alike as text), true),
    set_config('enable_seqscan', 'off', true)
from (
    select max(n.nspname) as schema
    from pg_extension as e
    join pg_namespace as n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm'
) as extension
