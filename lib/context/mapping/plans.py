"""Which tables the server would read whole for what the dashboard looks for: told by its plans, nothing is run."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from lib.context.mapping.counts import WholeRead
from lib.database import statement

SHARE = 0.1
"""Of the largest table that is read whole: smaller ones are not worth a word."""
PLANS = (
    ("contact", "crm_source_contact", "contact_id", "one contact"),
    ("interactions_of_contact", "crm_source_interaction", "contact_id", "the interactions of one contact"),
    ("interactions_changed", "crm_source_interaction", "changed_at", "what is new"),
    ("interactions_ended", "crm_source_interaction", "ended_at", "the meetings and calls that have ended"),
    ("opportunities_of_contact", "crm_source_opportunity", "contact_id", "the deals of one contact"),
    ("opportunities_changed", "crm_source_opportunity", "changed_at", "the deals that changed"),
    ("links_of_contact", "crm_source_link", "contact_id", "the links of one contact"),
)
"""What the dashboard looks for all the time: the statement, the view and its column, and in words."""

_QUALIFIER = re.compile(r'(?:"[^"]+"|\w+)\.(?=["\w])')
_LOOSE = re.compile(r"[()\s]|::\w+(?: \w+)*")
"""What a plan writes otherwise than the definition of an index."""


def whole_reads(connection: Connection, *, smallest: int) -> tuple[WholeRead, ...]:
    """The tables that would be read whole, at least `smallest` bytes together, for each thing that is looked for."""
    connection.execute(statement("context/mapping/plan_settings"))
    reads = (_whole_read(connection, *plan) for plan in PLANS)
    return tuple(read for read in reads if read.tables and read.bytes >= smallest)


def _whole_read(connection: Connection, name: str, view: str, column: str, purpose: str) -> WholeRead:
    """What the plan of one statement reads whole; no table where indexes serve it."""
    document = connection.execute(statement(f"context/mapping/plan_{name}")).scalar_one()
    unindexed = sorted(set(_without_index(connection, list(_nodes(document[0]["Plan"])))))
    names = {"schemas": [schema for schema, _ in unindexed], "names": [table for _, table in unindexed]}
    sizes = {row.name: row.bytes for row in connection.execute(statement("context/mapping/sizes"), names)}
    tables = [table for table, size in sizes.items() if size >= SHARE * max(sizes.values())]
    return WholeRead(view, column, purpose, tables=tuple(tables), bytes=sum(sizes.values()))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)


def _without_index(connection: Connection, nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Schema and name of the tables that are read from end to end, or whose index is."""
    for node in nodes:
        if node["Node Type"] in ("Seq Scan", "Index Scan", "Index Only Scan") and "Index Cond" not in node:
            yield node["Schema"], node["Relation Name"]
    conditions = [(node["Index Name"], node["Index Cond"]) for node in nodes if "Index Cond" in node]
    rows = connection.execute(statement("context/mapping/leading_columns"), {"names": [name for name, _ in conditions]})
    for row in rows:
        if not any(name == row.index and _holds(condition, row.leading) for name, condition in conditions):
            yield row.schema, row.table


def _holds(condition: str, leading: str) -> bool:
    """Whether a plan's condition is about what an index begins with; about anything further on, all of it is read."""
    plain = _LOOSE.sub("", _QUALIFIER.sub("", condition))
    wanted = re.escape(_LOOSE.sub("", leading))
    return re.search(rf"(?<!\w){wanted}(?!\w)", plain) is not None
