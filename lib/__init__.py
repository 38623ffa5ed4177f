"""The product: settings and errors below, then the database, then `context` and `schema`, and their faces on top."""
