"""`make run` as a person runs it: in a terminal."""
