"""The graphs that the relation map draws, as pyvis networks with places: tables, or concerns."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations
from math import cos, log2, pi, sin
from typing import Any

from pyvis.network import Network

from lib.schema.layout.islands import Box, ColumnsShown, Island, Layout, card_columns
from lib.schema.model import Column, Schema, Table, TableName
from lib.schema.names import written
from lib.schema.relations.concern_graph import ConcernGraph
from lib.schema.relations.graph import Relation
from lib.ui.explorer.map.legend import VIEWS, island_key, legend, table_key
from lib.ui.explorer.map.palette import GREY, colours


@dataclass(frozen=True)
class Graph:
    """What a map shows, as the text that is sent to the browser; `version` moves when the picture does."""

    version: str
    document: str


def table_graph(
    schema: Schema,
    layout: Layout,
    *,
    relations: Sequence[Relation],
    rows: ColumnsShown = "keys",
    new: AbstractSet[TableName] = frozenset(),
    file: str = "relations.png",
    views: bool = False,
) -> Graph:
    """The tables of `layout` as cards on islands, and the relations between them; those in `new` are marked.

    Inferred relations are not shown until the reader asks for them in the legend, nor views and what they read unless
    `views` is true or there is nothing else.
    A relation's id is its number among those whose tables both stand on the map.
    """
    colour_of = colours(table.concern for table in schema.tables)
    tables = [schema.table_named[name] for name in layout.boxes]
    island_of = {name: island for island in layout.islands for name in island.tables}
    network = Network(directed=True)  # an undirected one drops the second relation between two tables
    rows_of: dict[TableName, dict[str, int]] = {}
    for table in tables:
        box = layout.boxes[table.key]
        columns = card_columns(table, rows)
        rows_of[table.key] = {column.name: i for i, column in enumerate(columns)}
        network.add_node(
            written(table.key),
            label="",
            name=table.name,
            side=_side(table, island_of.get(table.key)),
            concern=table_key(table, island_of.get(table.key)),
            colour=colour_of[table.concern],
            is_view=table.kind in VIEWS,
            is_new=table.key in new,
            x=box.x + box.width / 2,
            y=box.y + box.height / 2,
            width=box.width,
            height=box.height,
            rows=_rows(table, columns, rows=rows),
            note=_note(table),
        )
    inside = [relation for relation in relations if relation.table in rows_of and relation.other in rows_of]
    for number, relation in enumerate(inside):
        network.add_edge(
            written(relation.table),
            written(relation.other),
            id=str(number),
            name=relation.name,
            kind="" if relation.kind == "foreign key" else relation.kind,
            columns=relation.columns,
            other_columns=relation.other_columns,
            from_row=_row(rows_of[relation.table], relation.columns),
            to_row=_row(rows_of[relation.other], relation.other_columns),
            optional=relation.is_optional,
            one=relation.is_one_to_one,
            on_delete="" if relation.on_delete == "NO ACTION" else relation.on_delete.lower(),
        )
    islands = [_island(island, colour_of) for island in layout.islands]
    with_views = views or all(table.kind in VIEWS for table in tables)
    hidden = ["inferred"] if with_views else ["inferred", "views", "reads"]
    entries = legend(tables, inside, island_of=island_of, colour_of=colour_of)
    return _graph(network, islands=islands, legend=entries, file=file, hidden=hidden)


def concern_graph(graph: ConcernGraph) -> Graph:
    """The concerns in a ring, each as big as it has tables, and how many foreign keys lead from one to another."""
    colour_of = colours(graph.tables)
    network = Network(directed=True)
    boxes = _ring(graph.tables)
    inner = Counter({edge.concern: edge.relations for edge in graph.dependencies if edge.concern == edge.other})
    for name, count in graph.tables.items():
        box = boxes[name]
        network.add_node(
            name or " ",
            label=name,
            name=name or "unassigned",
            side=_count(count, "table"),
            kind="concern",
            concern=name,
            colour=colour_of[name],
            x=box.x + box.width / 2,
            y=box.y + box.height / 2,
            width=box.width,
            height=box.height,
            rows=(),
            note=f"{name or 'unassigned'}: {_count(count, 'table')}, {_count(inner[name], 'relation')} inside",
        )
    most = max((edge.relations for edge in graph.dependencies if edge.concern != edge.other), default=1)
    for edge in graph.dependencies:
        if edge.concern != edge.other:
            network.add_edge(
                edge.concern or " ",
                edge.other or " ",
                id=json.dumps(["concern", edge.concern, edge.other]),
                columns=(),
                other_columns=(),
                optional=False,
                label=str(edge.relations),
                weight=edge.relations / most,
                note=f"{_count(edge.relations, 'foreign key')} from {edge.concern} to {edge.other}",
            )
    return _graph(network, file="concerns.png")


def _ring(tables: Mapping[str, int]) -> dict[str, Box]:
    """A box for each concern, the bigger the more tables it has, in a ring just wide enough that arrows fit between."""
    radius = 240.0 if len(tables) > 1 else 0.0
    while True:
        boxes = {}
        for i, (name, count) in enumerate(tables.items()):
            width = round(120 + 34 * log2(1 + count))
            height = round(34 + width * 0.36)
            angle = 2 * pi * i / len(tables) - pi / 2
            x, y = round(radius * 1.25 * cos(angle)), round(radius * 1.05 * sin(angle))
            boxes[name] = Box(x - width // 2, y - height // 2, width, height)
        apart = [
            replace(box, x=box.x - 20, y=box.y - 14, width=box.width + 40, height=box.height + 28)
            for box in boxes.values()
        ]
        if not any(one.overlaps(other) for one, other in combinations(apart, 2)):
            return boxes
        radius *= 1.06


def _graph(
    network: Network,
    *,
    file: str,
    islands: Sequence[dict[str, Any]] = (),
    legend: Sequence[dict[str, Any]] = (),
    hidden: Sequence[str] = (),
) -> Graph:
    """The network as the document that is sent to the browser; `file` names its picture, `hidden` legend entries."""
    nodes, edges = ([_without_defaults(item) for item in items] for items in (network.nodes, network.edges))
    content = {"nodes": nodes, "edges": edges, "islands": islands, "legend": legend, "file": file, "hidden": hidden}
    version = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    return Graph(version, json.dumps(content | {"version": version}, separators=(",", ":"), ensure_ascii=False))


def _without_defaults(item: Mapping[str, Any]) -> dict[str, Any]:
    """A node or an edge without empty values and without the looks that pyvis adds, which our cards do not use."""
    looks = ("color", "shape", "arrows", "font") + (("label",) if "name" in item else ())
    return {name: value for name, value in item.items() if value != "" and value is not False and name not in looks}


def _side(table: Table, island: Island | None) -> str:
    """The small words beside a table's name: its schema, unless the island it stands on says it."""
    return "" if island and island.concern == table.schema else table.schema


def _rows(table: Table, columns: Sequence[Column], *, rows: ColumnsShown) -> list[tuple[str, str, str, bool]]:
    """Mark, name, type and whether it may be null, for every row of a card."""
    marks = {(True, False): "PK", (False, True): "FK", (True, True): "PFK", (False, False): ""}
    lines = [(marks[column.is_pk, column.is_fk], column.name, column.type, column.nullable) for column in columns]
    left = len(table.columns) - len(columns)
    return [*lines, ("", f"… {left} more", "", False)] if rows == "all" and left else lines


def _row(row_of: Mapping[str, int], columns: Sequence[str]) -> int:
    """The row at which a relation ends, -1 for the card's header."""
    return min((row_of[name] for name in columns if name in row_of), default=-1)


def _note(table: Table) -> str:
    parts = [written(table.key) + ("" if table.kind == "table" else f" ({table.kind})")]
    if table.comment:
        parts.append(table.comment)
    parts.append(", ".join([_count(len(table.columns), "column"), *rows_known(table)]))
    return "\n".join(parts)


def rows_known(table: Table) -> list[str]:
    """How many rows a table has in words; a view has none of its own to count."""
    if table.kind == "view":
        return []
    return ["rows unknown" if table.row_estimate is None else f"about {_count(table.row_estimate, 'row')}"]


def _island(island: Island, colour_of: Mapping[str, str]) -> dict[str, Any]:
    titles = {"unrelated": "Without relations", "views": "Views", "concern": island.concern or "Unassigned"}
    return {
        "title": titles[island.ground],
        "note": _count(len(island.tables), "view" if island.ground == "views" else "table"),
        "concern": island_key(island),
        "colour": colour_of[island.concern] if island.ground == "concern" else GREY,
        "x": island.box.x,
        "y": island.box.y,
        "width": island.box.width,
        "height": island.box.height,
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
