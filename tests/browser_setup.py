"""Finds or installs the browser that the browser tests drive."""
