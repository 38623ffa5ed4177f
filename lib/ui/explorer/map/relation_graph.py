"""The graphs that the relation map draws, as nodes and lines with places: tables, or concerns."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lib.schema.export.document import json_text
from lib.schema.layout.concern_places import MOST_IN_RING, concern_places
from lib.schema.layout.places import TITLE, Box, ColumnsShown, Island, Layout, card_columns, columns_left
from lib.schema.model import Column, Schema, Table, TableName
from lib.schema.names import written
from lib.schema.relations.concern_graph import ConcernGraph, concern_graph
from lib.schema.relations.graph import Relation
from lib.ui.explorer.map.legend import VIEWS, island_key, legend, table_key
from lib.ui.explorer.map.map_items import MapItems
from lib.ui.explorer.map.palette import GREY
from lib.ui.explorer.short_types import short_type

LEAST_ZOOM, LEAST_OVERVIEW = 0.31, 0.6
"""The zoom below which names on the map around a table, and on the overview, cannot be read."""
MOST_CHIEF = 24
"""Names of tables that an island may show far out."""
MOST_CONCERNS, FIRST_CONCERNS = 30, 24
"""With more concerns than the first, so many of the biggest stand for themselves on the overview."""
NO_MARKS: Mapping[TableName, str] = MappingProxyType({})
NO_COLUMN_MARKS: Mapping[TableName, Mapping[str, str]] = MappingProxyType({})
REST = "*"
"""What stands for the other concerns on the overview."""


@dataclass(frozen=True)
class Graph:
    """What a map shows, as the JSON that is sent to the browser; `version` moves when the picture does."""

    version: str
    document: bytes


def table_graph(
    schema: Schema,
    layout: Layout,
    *,
    relations: Sequence[Relation],
    colour_of: Mapping[str, str],
    rows: ColumnsShown = "keys",
    new: AbstractSet[TableName] = frozenset(),
    marks: Mapping[TableName, str] = NO_MARKS,
    column_marks: Mapping[TableName, Mapping[str, str]] = NO_COLUMN_MARKS,
    file: str = "relations.png",
    views: bool = False,
) -> Graph:
    """The tables of `layout` as cards in the colours of their concerns, and their relations; those in `new` are marked.

    `marks` and `column_marks` say of others, and of columns, whether they are new, changed or gone.
    Inferred relations are not shown until the reader asks for them in the legend, nor views and what they read unless
    `views` is true or there is nothing else.
    A relation's id is its number among those whose tables both stand on the map or in its piles.
    """
    tables = [schema.table_named[name] for name in layout.boxes]
    island_of = {name: island for island in layout.islands for name in island.tables}
    network = MapItems()
    rows_of: dict[TableName, dict[str, int]] = {}
    for table in tables:
        box = layout.boxes[table.key]
        columns = card_columns(table, rows, taking_part=layout.taking_part.get(table.key))
        rows_of[table.key] = _row_of(table, columns, rows=rows)
        network.add_node(
            written(table.key),
            name=table.name,
            side=_side(table, island_of.get(table.key)),
            concern=table_key(table, island_of.get(table.key)),
            colour=colour_of[table.concern],
            is_view=table.kind in VIEWS,
            is_new=table.key in new or marks.get(table.key) == "new",
            mark=marks.get(table.key, "").removesuffix("new"),
            row_marks=_row_marks(columns, column_marks.get(table.key, {})),
            **_place(box),
            rows=_rows(table, columns, rows=rows),
            note=_note(table),
        )
    pile_of = _add_piles(network, layout, colour_of)
    known = rows_of.keys() | pile_of.keys()
    inside = [relation for relation in relations if relation.table in known and relation.other in known]
    _add_piled(network, [item for item in inside if item.table in pile_of or item.other in pile_of], pile_of)
    for number, relation in enumerate(inside):
        if relation.table in pile_of or relation.other in pile_of:
            continue
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
            many=relation.refers_to_many,
            rows="" if relation.kind == "reads" else relation.cardinality,
            on_delete="" if relation.on_delete == "NO ACTION" else relation.on_delete.lower(),
        )
    asked = Counter(item.other for item in relations if item.kind == "foreign key" and item.table != item.other)
    islands = [_island(schema, island, layout, colour_of, asked=asked) for island in layout.islands]
    with_views = views or all(table.kind in VIEWS for table in tables)
    hidden = ["inferred"] if with_views else ["inferred", "views", "reads"]
    entries = legend(tables, inside, island_of=island_of, colour_of=colour_of)
    least = 0.0 if layout.islands else LEAST_ZOOM
    return _graph(network, islands=islands, legend=entries, file=file, hidden=hidden, least=least)


def _row_marks(columns: Sequence[Column], marks: Mapping[str, str]) -> Any:
    """The mark of each row of a card; "" where none has one, which is then not sent."""
    return [marks.get(column.name, "") for column in columns] if marks else ""


def _add_piles(network: MapItems, layout: Layout, colour_of: Mapping[str, str]) -> dict[TableName, str]:
    """Add a card for each pile; the pile of every table that is in one."""
    pile_of: dict[TableName, str] = {}
    for group in layout.groups:
        whose = "" if group.concern is None else f" of {group.concern or 'no concern'}"
        name = f"{len(group.tables)} more{whose}"
        network.add_node(
            f"pile {group.id}",
            name=name,
            kind="group",
            concern="" if group.concern is None else f"concern {group.concern}",
            colour=GREY if group.concern is None else colour_of[group.concern],
            **_place(group.box),
            rows=(),
            note="\n".join([f"{name}: click to open", *(written(table) for table in group.tables[:12])])
            + ("\n…" if len(group.tables) > 12 else ""),
        )
        pile_of |= dict.fromkeys(group.tables, f"pile {group.id}")
    return pile_of


def _add_piled(network: MapItems, relations: Sequence[Relation], pile_of: Mapping[TableName, str]) -> None:
    """Add one line for all relations of a kind between two cards of which at least one is a pile."""
    ends = Counter(
        (relation.kind, *(pile_of.get(name) or written(name) for name in (relation.table, relation.other)))
        for relation in relations
    )
    for (kind, start, end), count in sorted(ends.items()):
        if start != end:
            network.add_edge(
                start,
                end,
                id=json.dumps(["pile", kind, start, end]),
                kind="" if kind == "foreign key" else kind,
                name=f"{count} relations",
                columns=(),
                other_columns=(),
                from_row=-1,
                to_row=-1,
                optional=False,
                group=start if start.startswith("pile ") else end,
                note=f"{_count(count, 'relation')}: click to open",
            )


def _place(box: Box) -> dict[str, float]:
    """Middle and measures of a card."""
    return {"x": box.x + box.width / 2, "y": box.y + box.height / 2, "width": box.width, "height": box.height}


def concern_map(schema: Schema, *, colour_of: Mapping[str, str], opened: bool = False) -> Graph:
    """The concerns, each as big as it has tables, and how many foreign keys lead from one to another.

    Of many concerns only the strongest relations show at first; of very many the smallest stand together unless
    `opened` is true.
    """
    graph = concern_graph(schema)
    biggest, rest = _biggest(graph.tables, opened=opened)
    network = MapItems()
    edges = _dependencies(graph, rest)
    strength = {pair: edges.get(pair, 0) + edges.get(pair[::-1], 0) for key in edges for pair in (key, key[::-1])}
    boxes = concern_places(biggest, strength)
    inner = Counter({edge.concern: edge.relations for edge in graph.dependencies if edge.concern == edge.other})
    for name, count in biggest.items():
        title = f"{len(rest)} more" if name == REST else name or "unassigned"
        network.add_node(
            name or " ",
            name=title,
            side=_count(count, "table"),
            kind="concern",
            is_rest=name == REST,
            isInRing=len(biggest) <= MOST_IN_RING,
            concern=name,
            colour=colour_of.get(name, GREY),
            **_place(boxes[name]),
            rows=(),
            note=f"{title}: {_count(count, 'table')}, "
            + ("click to open" if name == REST else f"{_count(inner[name], 'relation')} inside"),
        )
    most = max(edges.values(), default=1)
    strong = _strongest(edges, len(biggest))
    for (one, other), count in edges.items():
        network.add_edge(
            one or " ",
            other or " ",
            id=json.dumps(["concern", one, other]),
            kind="" if (one, other) in strong else "weak",
            columns=(),
            other_columns=(),
            optional=False,
            label=str(count),
            weight=count / most,
            note=f"{_count(count, 'foreign key')} from {_title(one)} to {_title(other)}",
        )
    entries = [
        {"key": key, "title": title, "count": count, "line": "solid"}
        for key, title, count in (
            ("foreign key", "strongest relations", len(strong)),
            ("weak", "weaker relations", len(edges) - len(strong)),
        )
    ]
    least = 0.0 if len(biggest) <= MOST_IN_RING else LEAST_OVERVIEW
    if len(strong) == len(edges):
        return _graph(network, file="concerns.png", least=least)
    return _graph(network, file="concerns.png", legend=entries, hidden=["weak"], least=least)


def _title(concern: str) -> str:
    return "other concerns" if concern == REST else concern or "unassigned"


def _biggest(tables: Mapping[str, int], *, opened: bool) -> tuple[dict[str, int], frozenset[str]]:
    """The concerns that stand for themselves and, under `REST`, how many tables the others have; those others."""
    if opened or len(tables) <= MOST_CONCERNS:
        return dict(tables), frozenset()
    biggest = sorted(tables, key=lambda name: (-tables[name], name))[:FIRST_CONCERNS]
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
    """The relations that show at first: all of few concerns, else the strongest of each and of all."""
    if concerns <= MOST_IN_RING:
        return set(edges)
    ordered = sorted(edges, key=lambda pair: (-edges[pair], pair))
    strong = set(ordered[: concerns // 2])
    seen: set[str] = set()
    for pair in ordered:
        if not seen.issuperset(pair):
            strong.add(pair)
        seen.update(pair)
    return strong


def _graph(
    network: MapItems,
    *,
    file: str,
    islands: Sequence[dict[str, Any]] = (),
    legend: Sequence[dict[str, Any]] = (),
    hidden: Sequence[str] = (),
    least: float = 0.0,
) -> Graph:
    """The network as the document that is sent to the browser.

    `file` names its picture, `hidden` legend entries; `least` is the zoom below which it is not first seen.
    """
    content: dict[str, Any] = {"nodes": network.nodes, "edges": network.edges, "islands": islands, "legend": legend}
    content |= {"file": file, "hidden": hidden, "least": least}
    document = json_text(content)
    version = hashlib.sha256(document).hexdigest()[:16]
    return Graph(version, document[:-1] + b',"version":"%b"}' % version.encode())


def _side(table: Table, island: Island | None) -> str:
    """The small words beside a table's name: its schema, unless the island it stands on says it."""
    return "" if island and island.concern == table.schema else table.schema


def _rows(table: Table, columns: Sequence[Column], *, rows: ColumnsShown) -> list[tuple[str, str, str, bool]]:
    """Mark, name, type and whether it may be null, for every row of a card."""
    marks = {(True, False): "PK", (False, True): "FK", (True, True): "PFK", (False, False): ""}
    lines = [
        (marks[column.is_pk, column.is_fk], column.name, short_type(column.type), column.nullable) for column in columns
    ]
    left = columns_left(table, rows, columns)
    return [*lines, ("", left, "", False)] if left else lines


def _row_of(table: Table, columns: Sequence[Column], *, rows: ColumnsShown) -> dict[str, int]:
    """On which row of its card each column stands, those left out on the last, which counts them."""
    row_of = {column.name: i for i, column in enumerate(columns)}
    if columns_left(table, rows, columns):
        left = (column.name for column in table.columns if rows == "all" or column.is_pk or column.is_fk)
        row_of = dict.fromkeys(left, len(columns)) | row_of
    return row_of


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


def _island(
    schema: Schema, island: Island, layout: Layout, colour_of: Mapping[str, str], *, asked: Mapping[TableName, int]
) -> dict[str, Any]:
    titles = {"unrelated": "Without relations", "views": "Views", "concern": island.concern or "Unassigned"}
    first = min((layout.boxes[name].y for name in island.tables), default=island.box.y + TITLE)
    size = {name: schema.table_named[name].row_estimate or 0 for name in island.tables}
    chief = sorted(island.tables, key=lambda name: (-asked.get(name, 0), -size[name], name))[:MOST_CHIEF]
    return {
        "title": titles[island.ground],
        "note": _count(len(island.tables), "view" if island.ground == "views" else "table"),
        "concern": island_key(island),
        "colour": colour_of[island.concern] if island.ground == "concern" else GREY,
        "x": island.box.x,
        "y": island.box.y,
        "width": island.box.width,
        "height": island.box.height,
        "band": first - island.box.y,
        "chief": [written(name) for name in chief],
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
