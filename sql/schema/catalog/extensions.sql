-- one row is one installed extension, with what it owns: asked from its side, since nearly nothing belongs to one
select
    e.oid as oid,
    e.extname as name,
    e.extversion as version,
    n.nspname as schema,
    array(
        select d.objid
        from pg_depend as d
        where
            d.refclassid = 'pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
            and d.classid = 'pg_class'::regclass
    ) as relations,
    array(
        select d.objid
        from pg_depend as d
        where
            d.refclassid = 'pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
            and d.classid = 'pg_type'::regclass
    ) as types
from pg_extension as e
join pg_namespace as n on n.oid = e.extnamespace
