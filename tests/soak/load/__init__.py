"""Thirty people at once over a big business: what they wait for, and what the server takes meanwhile."""
