"""What statements do to what exists: locks, rewrites and scans, told by the server that runs them."""
