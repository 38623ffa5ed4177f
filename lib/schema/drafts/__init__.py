"""Drafts of schema changes: what they would do, found out on a throw-away copy of the schema, never on the database."""
