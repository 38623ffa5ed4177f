-- one row is one publication
select
    'publication' as kind,
    p.pubname::text as name,
    null::text as extension,
    format(
        'create publication %1$I%2$s with (publish = %3$L, publish_via_partition_root = %4$s); alter publication %1$I owner to %5$s',
        p.pubname,
        case
            when p.puballtables then ' for all tables'
            else ' for ' || nullif(concat_ws(', ', (
                select 'table ' || string_agg(
                    r.prrelid::regclass::text
                    || coalesce((
                        select ' (' || string_agg(quote_ident(a.attname), ', ' order by a.attnum) || ')'
                        from pg_attribute as a
                        where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)
                    ), '')
                    || coalesce(' where (' || pg_get_expr(r.prqual, r.prrelid) || ')', ''), ', '
                    order by r.prrelid::regclass::text
                )
                from pg_publication_rel as r
                where r.prpubid = p.oid
            ), (
                select 'tables in schema ' || string_agg(s.name, ', ' order by s.name)
                from (
                    select n.pnnspid::regnamespace::text as name from pg_publication_namespace as n where n.pnpubid = p.oid
                ) as s
            )), '')
        end,
        concat_ws(
            ', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
            case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end
        ),
        p.pubviaroot::text,
        p.pubowner::regrole
    ) as sql
from pg_publication as p
order by 2
