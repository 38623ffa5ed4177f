-- one row is the latest places of one map of the database
select places -> cast(:map as text) as places
from system_schema_snapshot
where database_name = :database
    and jsonb_exists(places, cast(:map as text))
order by id desc
limit 1
