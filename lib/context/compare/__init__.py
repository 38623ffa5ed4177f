"""What differs between versions of an object. PURE: no database, page, network, clock."""
