-- one row is one foreign data wrapper or foreign server, without what would let it reach anything
select
    'foreign data wrapper' as kind,
    w.fdwname::text as name,
    x.extname::text as extension,
    format('create foreign data wrapper %I', w.fdwname) as sql
from pg_foreign_data_wrapper as w
left join pg_depend as d on d.classid = 'pg_foreign_data_wrapper'::regclass and d.objid = w.oid and d.deptype = 'e'
left join pg_extension as x on x.oid = d.refobjid
union all
select
    'foreign server',
    s.srvname::text,
    null,
    format(
        'create server %1$I foreign data wrapper %2$I; alter server %1$I owner to %3$s',
        s.srvname, w.fdwname, s.srvowner::regrole
    )
from pg_foreign_server as s
join pg_foreign_data_wrapper as w on w.oid = s.srvfdw
order by 1, 2
