-- one lock that all migrations take, held to the end of the transaction; the ledger of what was applied stands after it
do $$
begin
    perform pg_advisory_xact_lock(hashtext('orb migrate'));
    create table if not exists system_migration (
        name text primary key,
        digest text not null,
        applied_at timestamptz not null default now()
    );
end
$$
