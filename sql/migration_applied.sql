-- one file that was installed, with the digest of its text
select name, digest from system_migration
