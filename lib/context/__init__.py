"""What is known about clients: refreshing, deciding, adopting; imports its rooms and the database, not `schema`."""
