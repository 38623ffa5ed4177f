"""The schema of the explored database as a whole, past the cache."""

from dataclasses import replace

from sqlalchemy import Engine

from lib.schema.catalog import introspect
from lib.schema.concerns.rules import assign, read_rules
from lib.schema.export.document import fingerprint
from lib.schema.model import Schema


def read_explored(explored: Engine | str) -> Schema:
    """The schema as it is now, with its concerns and its fingerprint; nothing is written."""
    schema = assign(introspect.read(explored), read_rules())
    return replace(schema, fingerprint=fingerprint(schema))
