"""The map of the concerns: how big each is, and how many foreign keys lead from one to another."""

import json
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from lib.schema.layout.concern_places import MOST_IN_RING, NARROW_COLUMNS, NARROW_ROWS, concern_places
from lib.schema.model import Schema
from lib.schema.relations.concern_graph import ConcernGraph, concern_graph
from lib.ui.explorer.map.graph import Graph, counted, graph_of, middle_and_size
from lib.ui.explorer.map.map_items import MapItems
from lib.ui.explorer.map.palette import GREY

LEAST_OVERVIEW, LEAST_NARROW = 0.6, 0.36
"""The zoom below which names on the overview cannot be read, and where its boxes are wide for a narrow screen."""
MOST_CONCERNS, FIRST_CONCERNS = 30, 24
"""With more concerns than the first, so many of the biggest stand for themselves on the overview."""
MOST_NARROW = NARROW_COLUMNS * NARROW_ROWS
CONCERN = "concern "
"""What the names of the cards of concerns begin with."""
REST = "*"
"""What stands for the other concerns on the overview."""


def concern_maps(schema: Schema, *, colour_of: Mapping[str, str], opened: bool = False) -> Graph:
    """The map of the concerns, with the one that a narrow screen draws."""
    narrow = concern_map(schema, colour_of=colour_of, opened=opened, is_narrow=True)
    return concern_map(schema, colour_of=colour_of, opened=opened, narrow=narrow)


def concern_map(
    schema: Schema,
    *,
    colour_of: Mapping[str, str],
    opened: bool = False,
    is_narrow: bool = False,
    narrow: Graph | None = None,
) -> Graph:
    """The concerns, each as big as it has tables, and how many foreign keys lead from one to another.

    Of many concerns only the strongest relations show at first; of very many the smallest stand together unless
    `opened` is true.
    """
    graph = concern_graph(schema)
    most_tables, first = (MOST_NARROW, MOST_NARROW - 1) if is_narrow else (MOST_CONCERNS, FIRST_CONCERNS)
    biggest, rest = _biggest(graph.tables, most=len(graph.tables) if opened else most_tables, first=first)
    is_ring = not is_narrow and len(biggest) <= MOST_IN_RING
    network = MapItems()
    edges = _dependencies(graph, rest)
    strength = {pair: edges.get(pair, 0) + edges.get(pair[::-1], 0) for key in edges for pair in (key, key[::-1])}
    boxes = concern_places(biggest, strength, is_narrow=is_narrow)
    inner = Counter({edge.concern: edge.relations for edge in graph.dependencies if edge.concern == edge.other})
    for name, count in biggest.items():
        title = f"{len(rest)} more" if name == REST else name or "unassigned"
        network.add_node(
            concern_card(name),
            name=title,
            side=counted(count, "table"),
            kind="concern",
            is_rest=name == REST,
            isInRing=is_ring,
            concern=name,
            colour=colour_of.get(name, GREY),
            **middle_and_size(boxes[name]),
            rows=(),
            note=f"{title}: {counted(count, 'table')}, "
            + ("click to open" if name == REST else f"{counted(inner[name], 'relation')} inside"),
        )
    most = max(edges.values(), default=1)
    strong = {*edges} if is_ring else _strongest(edges, len(biggest))
    for (one, other), count in edges.items():
        network.add_edge(
            concern_card(one),
            concern_card(other),
            id=json.dumps(["concern", one, other]),
            kind="" if (one, other) in strong else "weak",
            columns=(),
            other_columns=(),
            optional=False,
            label=str(count),
            weight=count / most,
            note=f"{counted(count, 'foreign key')} from {_title(one)} to {_title(other)}",
        )
    entries = [
        {"key": key, "title": title, "count": count, "line": "solid"}
        for key, title, count in (
            ("foreign key", "strongest relations", len(strong)),
            ("weak", "weaker relations", len(edges) - len(strong)),
        )
    ]
    least = 0.0 if is_ring else LEAST_NARROW if is_narrow else LEAST_OVERVIEW
    if len(strong) == len(edges):
        return graph_of(network, file="concerns.png", least=least, narrow=narrow)
    return graph_of(network, file="concerns.png", legend=entries, hidden=["weak"], least=least, narrow=narrow)


def concern_card(concern: str) -> str:
    """What the card of a concern is called on a map, where no table's is called so."""
    return f"{CONCERN}{concern}"


def _title(concern: str) -> str:
    return "other concerns" if concern == REST else concern or "unassigned"


def _biggest(tables: Mapping[str, int], *, most: int, first: int) -> tuple[dict[str, int], frozenset[str]]:
    """The concerns that stand for themselves and, under `REST`, how many tables the others have; those others."""
    if len(tables) <= most:
        return dict(tables), frozenset()
    biggest = sorted(tables, key=lambda name: (-tables[name], name))[:first]
    rest = frozenset(tables.keys() - {*biggest})
    return {**{name: tables[name] for name in sorted(biggest)}, REST: sum(tables[name] for name in rest)}, rest


def _dependencies(graph: ConcernGraph, rest: AbstractSet[str]) -> dict[tuple[str, str], int]:
    """How many foreign keys lead from one concern to another, those of the rest taken together."""
    counts: Counter[tuple[str, str]] = Counter()
    for edge in graph.dependencies:
        one, other = (REST if name in rest else name for name in (edge.concern, edge.other))
        if one != other:
            counts[one, other] += edge.relations
    return dict(counts)


def _strongest(edges: Mapping[tuple[str, str], int], concerns: int) -> set[tuple[str, str]]:
    """The relations that show at first: the strongest of each concern and of all."""
    ordered = sorted(edges, key=lambda pair: (-edges[pair], pair))
    strong = set(ordered[: concerns // 2])
    seen: set[str] = set()
    for pair in ordered:
        if not seen.issuperset(pair):
            strong.add(pair)
        seen.update(pair)
    return strong
