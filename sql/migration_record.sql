-- one migration is recorded as applied
insert into system_migration (name, digest) values (:name, :digest)
