-- What follows from the rows of the demo: people who vouch for each other, sequences, the view of the night, statistics.
insert into crm_relationship (contact_id, other_contact_id, kind)
select contact_id, referred_by_id, 'friend' from crm_contact where referred_by_id is not null
on conflict do nothing;

insert into crm_meeting_attendee (meeting_id, attendee_email, contact_id, response)
select m.meeting_id, c.email, m.contact_id, 'accepted'
from crm_meeting m
join crm_contact c using (contact_id)
where c.email is not null
on conflict do nothing;

insert into open_people.endorsement (profile_id, skill_id, endorsed_by_id, endorsed_at)
select p.profile_id, p.skill_id, n.profile_id, n.joined_at
from open_people.profile_skill p
join lateral (
    select o.profile_id, o.joined_at
    from open_people.profile o
    where o.profile_id > p.profile_id
    order by o.profile_id
    limit 1
) n on true
where p.level >= 4
on conflict do nothing;

do $$
declare
    sequence record;
begin
    for sequence in
        select s.oid::regclass as name, a.attname as column_name, d.refobjid::regclass as table_name
        from pg_class s
        join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid and d.deptype = 'i'
        join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        join pg_class t on t.oid = d.refobjid
        where s.relkind = 'S'
            and t.relnamespace::regnamespace::text in ('public', 'swl', 'finance', 'real_estate', 'open_people', 'orb')
            and t.relname not like 'crm_client_%' and t.relname not like 'crm_context_%' and t.relname not like 'system_schema_%'
    loop
        execute format(
            'select setval(%L, greatest((select max(%I) from %s), 1))',
            sequence.name, sequence.column_name, sequence.table_name
        );
    end loop;
end
$$;

refresh materialized view finance.receivable;
analyze;
