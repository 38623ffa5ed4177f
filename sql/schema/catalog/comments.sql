-- one row is one comment, by the number of what it is on; what Postgres brings itself has lower numbers, but for schemas and extensions
-- joined to each of the other statements they would be looked through a dozen times
select
    case d.classoid
        when 'pg_class'::regclass then case when d.objsubid > 0 then 'column' else 'relation' end
        when 'pg_constraint'::regclass then 'constraint'
        when 'pg_type'::regclass then 'type'
        when 'pg_trigger'::regclass then 'trigger'
        when 'pg_policy'::regclass then 'policy'
        when 'pg_namespace'::regclass then 'schema'
        else 'extension'
    end as kind,
    d.objoid as oid,
    d.objsubid as number,
    d.description as comment
from pg_description as d
where
    d.classoid in ('pg_namespace'::regclass, 'pg_extension'::regclass)
    or d.objoid >= 16384 and d.classoid in (
        'pg_class'::regclass, 'pg_constraint'::regclass, 'pg_type'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass
    )
