-- one migration that was applied
select name from system_migration
