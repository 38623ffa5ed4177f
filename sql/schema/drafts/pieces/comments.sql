-- one row is one comment on what is in this database
select
    'comment' as kind,
    i.type || ' ' || i.identity as name,
    null::text as extension,
    format(
        'comment on %s %s is %L',
        case
            when i.type like '% column' then 'column'
            when i.type in ('table constraint', 'domain constraint') then 'constraint'
            when i.type = 'statistics object' then 'statistics'
            when i.type = 'composite type' then 'type'
            else i.type
        end,
        case
            when i.type = 'domain constraint' then regexp_replace(i.identity, ' on (?=[^ ]+$)', ' on domain ')
            else i.identity
        end,
        d.description
    ) as sql
from pg_description as d
cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) as i
where
    d.objoid >= 16384
    and i.type not in ('language', 'operator family', 'operator class', 'text search configuration', 'cast')
    and not exists (
        select
        from pg_depend as e
        where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e'
    )
order by d.classoid, d.objoid, d.objsubid
