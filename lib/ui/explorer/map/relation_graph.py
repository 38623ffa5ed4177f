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
from lib.ui.explorer.map.palette import GREY, colours

VIEWS = ("view", "materialized view")


@dataclass(frozen=True)
class Graph:
    """What a map shows, as the text that is sent to the browser; `version` moves when the picture does."""

    version: str
    document: str


def table_graph(
    schema: Schema,
    layout: Layout,
    relations: Sequence[Relation],
    *,
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
    shown = [schema.table_named[name] for name in layout.boxes]
    ground = {name: island for island in layout.islands for name in island.tables}
    network = Network(directed=True)  # an undirected one drops the second relation between two tables
    places: dict[TableName, dict[str, int]] = {}
    for table in shown:
        box = layout.boxes[table.key]
        cards = card_columns(table, rows)
        places[table.key] = {column.name: i for i, column in enumerate(cards)}
        network.add_node(
            written(table.key),
            label="",
            name=table.name,
            side=_side(table, ground.get(table.key)),
            concern=_legend_key(table, ground.get(table.key)),
            colour=colour_of[table.concern],
            is_view=table.kind in VIEWS,
            is_new=table.key in new,
            x=box.x + box.width / 2,
            y=box.y + box.height / 2,
            width=box.width,
            height=box.height,
            rows=_rows(table, cards, rows),
            note=_note(table),
        )
    inside = [relation for relation in relations if relation.table in places and relation.other in places]
    for number, relation in enumerate(inside):
        network.add_edge(
            written(relation.table),
            written(relation.other),
            id=str(number),
            name=relation.name,
            kind="" if relation.kind == "foreign key" else relation.kind,
            columns=relation.columns,
            other_columns=relation.other_columns,
            from_row=_row(places[relation.table], relation.columns),
            to_row=_row(places[relation.other], relation.other_columns),
            optional=relation.is_optional,
            one=relation.is_one_to_one,
            on_delete="" if relation.on_delete == "NO ACTION" else relation.on_delete.lower(),
        )
    islands = [_island(island, colour_of) for island in layout.islands]
    with_views = views or all(table.kind in VIEWS for table in shown)
    hidden = ["inferred"] if with_views else ["inferred", "views", "reads"]
    return _graph(network, islands, _legend(shown, inside, ground, colour_of), file, hidden)


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
    return _graph(network, [], [], "concerns.png", ())


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
    network: Network, islands: list[dict[str, Any]], legend: list[dict[str, Any]], file: str, hidden: Sequence[str]
) -> Graph:
    nodes, edges = ([_said(item) for item in items] for items in (network.nodes, network.edges))
    content = {"nodes": nodes, "edges": edges, "islands": islands, "legend": legend, "file": file, "hidden": hidden}
    version = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    return Graph(version, json.dumps(content | {"version": version}, separators=(",", ":"), ensure_ascii=False))


def _said(item: Mapping[str, Any]) -> dict[str, Any]:
    """What we said of a node or an edge, but for "" and False and pyvis' own looks: our cards are drawn otherwise."""
    looks = ("color", "shape", "arrows", "font") + (("label",) if "name" in item else ())
    return {name: value for name, value in item.items() if value != "" and value is not False and name not in looks}


def _side(table: Table, island: Island | None) -> str:
    """The small words beside a table's name: its schema, unless the island it stands on says it."""
    return "" if island and island.concern == table.schema else table.schema


def _legend_key(table: Table, island: Island | None) -> str:
    return "unrelated" if island and island.ground == "unrelated" else f"concern {table.concern}"


def _rows(table: Table, cards: Sequence[Column], rows: ColumnsShown) -> list[tuple[str, str, str, bool]]:
    """Mark, name, type and whether it may be null, for every row of a card."""
    marks = {(True, False): "PK", (False, True): "FK", (True, True): "PFK", (False, False): ""}
    found = [(marks[column.is_pk, column.is_fk], column.name, column.type, column.nullable) for column in cards]
    left = len(table.columns) - len(cards)
    return [*found, ("", f"… {left} more", "", False)] if rows == "all" and left else found


def _row(place_of: Mapping[str, int], columns: Sequence[str]) -> int:
    """The row at which a relation ends, -1 for the card's header."""
    return min((place_of[name] for name in columns if name in place_of), default=-1)


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
    keys = {"unrelated": "unrelated", "views": "views", "concern": f"concern {island.concern}"}
    return {
        "title": titles[island.ground],
        "note": _count(len(island.tables), "view" if island.ground == "views" else "table"),
        "concern": keys[island.ground],
        "colour": colour_of[island.concern] if island.ground == "concern" else GREY,
        "x": island.box.x,
        "y": island.box.y,
        "width": island.box.width,
        "height": island.box.height,
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _legend(
    shown: Sequence[Table],
    relations: Sequence[Relation],
    ground: Mapping[TableName, Island],
    colour_of: Mapping[str, str],
) -> list[dict[str, Any]]:
    """What the legend counts and filters: concerns, unrelated tables, views, kinds of relation."""
    concerns = Counter(
        table.concern
        for table in shown
        if table.kind not in VIEWS and _legend_key(table, ground.get(table.key)) != "unrelated"
    )
    alone = sum(_legend_key(table, ground.get(table.key)) == "unrelated" for table in shown)
    views = sum(table.kind in VIEWS for table in shown)
    kinds: Counter[str] = Counter(relation.kind for relation in relations)
    entries: list[dict[str, Any]] = [
        {"key": f"concern {name}", "title": name or "unassigned", "count": count, "colour": colour_of[name]}
        for name, count in sorted(concerns.items())
    ]
    entries += [{"key": "unrelated", "title": "without relations", "count": alone, "colour": GREY}] if alone else []
    entries += [{"key": "views", "title": "views", "count": views, "colour": GREY}] if views else []
    entries += [
        {"key": kind, "title": title, "count": kinds[kind], "line": line}
        for kind, title, line in (
            ("foreign key", "foreign keys", "solid"),
            ("inferred", "inferred", "dotted"),
            ("reads", "views read", "dashed"),
        )
        if kinds[kind]
    ]
    return entries
