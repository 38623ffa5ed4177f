"""Weeks, months, years and seasons that a text means, and their parts."""
