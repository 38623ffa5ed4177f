-- one row is one parent of a table: the partitioned table of a partition, or a table inherited from
select
    h.inhrelid as table_oid,
    h.inhparent as parent_oid
from pg_inherits as h
join pg_class as c on c.oid = h.inhrelid and c.relkind in ('r', 'p', 'f')
order by h.inhrelid, h.inhseqno
