"""Where the tables stand on the map. PURE: no database, page, network, clock."""
