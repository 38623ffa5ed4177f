"""Reads `pg_catalog` and builds a `Schema` from its rows; imports the database and `schema.model`."""
