"""Finds tables and columns by words. PURE: no database, page, network, clock."""
