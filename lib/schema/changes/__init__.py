"""What changed between two schemas, and how grave it is. PURE: no database, page, network, clock."""
