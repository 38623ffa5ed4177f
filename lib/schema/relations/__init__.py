"""Graph of relations, joins, paths, deletions, partitions. PURE: no database, page, network, clock."""
