"""The legend of the map of tables: what it counts and what it can hide, by keys that cards and islands carry too."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from lib.schema.layout.places import Island
from lib.schema.model import Table, TableName
from lib.schema.relations.graph import Relation
from lib.ui.explorer.map.palette import GREY

VIEWS = ("view", "materialized view")
LINES = {
    "foreign key": ("foreign keys", "solid"),
    "inferred": ("inferred", "dotted"),
    "reads": ("views read", "dashed"),
}
"""What the legend calls each kind of relation, and how its line is drawn."""


def legend(
    tables: Sequence[Table],
    relations: Sequence[Relation],
    *,
    island_of: Mapping[TableName, Island],
    colour_of: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The entries with their counts: concerns, unrelated tables, views, kinds of relation."""
    keys = {table.key: table_key(table, island_of.get(table.key)) for table in tables}
    concerns = Counter(table.concern for table in tables if table.kind not in VIEWS and keys[table.key] != "unrelated")
    alone = sum(key == "unrelated" for key in keys.values())
    views = sum(table.kind in VIEWS for table in tables)
    kinds: Counter[str] = Counter(relation.kind for relation in relations)
    entries: list[dict[str, Any]] = [
        {"key": kind, "title": title, "count": kinds[kind], "line": line}
        for kind, (title, line) in LINES.items()
        if kinds[kind]
    ]
    entries += [{"key": "views", "title": "views", "count": views, "colour": GREY}] if views else []
    entries += [
        {"key": f"concern {name}", "title": name or "unassigned", "count": count, "colour": colour_of[name]}
        for name, count in sorted(concerns.items(), key=lambda item: (-item[1], item[0]))
    ]
    entries += [{"key": "unrelated", "title": "without relations", "count": alone, "colour": GREY}] if alone else []
    return entries


def table_key(table: Table, island: Island | None) -> str:
    """The key of the entry that hides a table."""
    return "unrelated" if island and island.ground == "unrelated" else f"concern {table.concern}"


def island_key(island: Island) -> str:
    """The key of the entry that hides an island."""
    return f"concern {island.concern}" if island.ground == "concern" else island.ground
