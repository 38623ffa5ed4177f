"""A schema, whole or a part, as text: for machines, for people, and for other tools."""
