"""Starts the dashboard and its background worker; imports `settings`, `installation`, `demo` and the queue."""
