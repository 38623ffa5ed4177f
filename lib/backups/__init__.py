"""Backups of the embedded database as one file, and their way back or into another database; imports no face."""
