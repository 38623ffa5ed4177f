-- one lock that every loading of the demo takes, held to the end of the transaction
select pg_advisory_xact_lock(hashtext('orb demo'))
