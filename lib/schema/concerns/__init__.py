"""Which subject a table belongs to, by `sql/concerns.toml`. PURE: no database, page, network, clock."""
