"""Who is due, who refreshes whom: leases, limits, health, worker; imports the database, `store`, `refresh`."""
