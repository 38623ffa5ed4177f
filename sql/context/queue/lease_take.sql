-- one row is the lease taken, with the failures before it; none where another holds it or it is too early to try again
insert into crm_context_lease as lease (contact_id, until, holder)
values (:contact_id, :until, :holder)
on conflict (contact_id) do update set until = excluded.until, holder = excluded.holder
where lease.until <= :now and lease.next_at <= :now
returning lease.attempts, lease.requested_by, lease.requested_at
