-- one row is one of the tables that a plan reads whole, with its bytes, the largest first
select format('%I.%I', schema, name) as name, coalesce(pg_relation_size(to_regclass(format('%I.%I', schema, name))), 0) as bytes
from unnest(cast(:schemas as text[]), cast(:names as text[])) as tables (schema, name)
order by 2 desc, 1
