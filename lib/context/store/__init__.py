"""Reads and writes the tables of contexts and the source views; imports the database, `engine`, `compare`."""
