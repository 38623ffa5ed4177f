-- one moment: the database's own clock, the same for all workers on all machines
select clock_timestamp()
