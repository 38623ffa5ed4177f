"""A schema as text for machines, people and other tools. PURE: no database, page, network, clock."""
