"""`orb backup` and `orb restore`."""
