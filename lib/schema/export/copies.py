"""What "Copy for an agent" gives of a table and of a concern: the same text as the commands."""

from lib.schema import agent
from lib.schema.export import subset
from lib.schema.export.export import export
from lib.schema.model import Schema, TableName

TABLE_TOKENS = 2000
"""What the copy of a table takes at most: `orb schema pack --tables S.T --max-tokens 2000`."""


def table_for_agent(schema: Schema, name: TableName) -> str:
    """The table with all columns, its neighbours with their keys, and the names of the rest."""
    return agent.packed(schema, (name,), max_tokens=TABLE_TOKENS).text


def concern_for_agent(schema: Schema, concern: str) -> str:
    """The tables of the concern, a line each: `orb schema export --format compact --concern C`."""
    return export(subset.of_concern(schema, concern), "compact")
