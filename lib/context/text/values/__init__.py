"""Quantities, dates and times as people write them, compared by value. PURE: no database, page, network, clock."""
