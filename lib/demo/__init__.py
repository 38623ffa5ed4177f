"""The demo business, forty contacts with six months of correspondence; imports `context` and the database."""
