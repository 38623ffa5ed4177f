"""Keeps the schema, its versions and the map's positions in our own tables; imports the database and `export`."""
