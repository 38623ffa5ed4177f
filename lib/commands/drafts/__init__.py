"""`orb draft …`: changes of the explored database proposed and checked; nothing here applies one."""
