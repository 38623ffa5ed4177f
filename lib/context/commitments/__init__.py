"""What either side promises: its plain forms in six languages, when it is due, and how it stands."""
