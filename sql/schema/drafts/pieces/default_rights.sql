-- one row is what one role grants on what it will create
select
    'default rights' as kind,
    format('%s %s %s', d.defaclrole::regrole, d.defaclobjtype, d.defaclnamespace) as name,
    null::text as extension,
    concat_ws(
        '; ',
        case when d.defaclnamespace = 0 and d.defaclobjtype in ('f', 'T') then
            format('alter default privileges for role %s revoke all on %s from public', d.defaclrole::regrole, k.word)
        end,
        (
            select string_agg(
                format(
                    'alter default privileges for role %s%s grant %s on %s to %s', d.defaclrole::regrole,
                    ' in schema ' || nullif(d.defaclnamespace, 0)::regnamespace, r.privileges, k.word, r.grantee
                ), '; '
                order by r.grantee
            )
            from (
                select
                    string_agg(e.privilege_type, ', ' order by e.privilege_type) as privileges,
                    case when e.grantee = 0 then 'public' else e.grantee::regrole::text end as grantee
                from aclexplode(d.defaclacl) as e
                where e.grantee <> d.defaclrole
                group by e.grantee
            ) as r
        )
    ) as sql
from pg_default_acl as d
cross join lateral (
    select case d.defaclobjtype
        when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas'
    end as word
) as k
order by 2
