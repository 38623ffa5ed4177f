"""How well readers read: what `orb evaluate` and `orb context reread` print."""
