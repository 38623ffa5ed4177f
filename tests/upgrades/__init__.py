"""Databases of earlier days come to today's state: `states/` keeps one of each, as text that nothing makes anew."""
