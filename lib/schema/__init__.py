"""What a database looks like: reading it, answering about it; imports its rooms and the database, not `context`."""
