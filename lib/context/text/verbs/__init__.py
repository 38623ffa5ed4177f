"""The forms of verbs. PURE: no database, page, network, clock."""
