"""Texts that tests make: letters, quotes and claims, honest and hostile."""
