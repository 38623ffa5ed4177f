"""`orb token …`: who may ask over the network."""
