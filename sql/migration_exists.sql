-- the one ledger of what was installed, or null
select to_regclass('system_migration')
