-- one row is one table of the site that the source views read, directly or through other views
with recursive read (relation) as (
    select cast(to_regclass(name) as oid)
    from unnest(array[
        'crm_source_contact', 'crm_source_interaction', 'crm_source_opportunity', 'crm_source_link'
    ]) as name
    where to_regclass(name) is not null

    union

    select depend.refobjid
    from read
    join pg_rewrite as rewrite on rewrite.ev_class = read.relation
    join pg_depend as depend
        on depend.classid = cast('pg_rewrite' as regclass)
        and depend.objid = rewrite.oid
        and depend.refclassid = cast('pg_class' as regclass)
        and depend.refobjid <> rewrite.ev_class
)
select format('%I.%I', namespace.nspname, class.relname) as name
from read
join pg_class as class on class.oid = read.relation
join pg_namespace as namespace on namespace.oid = class.relnamespace
where class.relkind in ('r', 'p', 'f', 'm')
order by name
