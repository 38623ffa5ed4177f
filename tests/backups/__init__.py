"""Backups of the embedded database, their way back, and the move into another database."""
