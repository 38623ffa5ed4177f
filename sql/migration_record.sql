-- one file is recorded as installed
insert into system_migration (name, digest) values (:name, :digest)
on conflict (name) do update set digest = excluded.digest, applied_at = now()
