"""The graph of tables: a card each, their relations as lines, and the islands and piles that they stand in."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Any

from lib.schema.layout.places import NAME_HEIGHT, TITLE, ColumnsShown, Island, Layout, card_columns, columns_left
from lib.schema.model import Column, Schema, Table, TableName
from lib.schema.names import written
from lib.schema.relations.graph import Relation
from lib.ui.explorer.map.graph import Graph, counted, graph_of, middle_and_size
from lib.ui.explorer.map.legend import VIEWS, island_key, legend, table_key
from lib.ui.explorer.map.map_items import MapItems
from lib.ui.explorer.map.palette import GREY
from lib.ui.explorer.short_types import short_type

LEAST_ZOOM, LEAST_NARROW = 0.31, 0.25
"""The zoom below which names on the map around a table cannot be read, and where cards show nothing but names."""
MOST_CHIEF = 24
"""Names of tables that an island may show far out."""
NO_MARKS: Mapping[TableName, str] = MappingProxyType({})
NO_COLUMN_MARKS: Mapping[TableName, Mapping[str, str]] = MappingProxyType({})


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
    narrow: Graph | None = None,
) -> Graph:
    """The tables of `layout` as cards in the colours of their concerns, and their relations; those in `new` are marked.

    `marks` and `column_marks` say of others, and of columns, whether they are new, changed or gone.
    `narrow` is what a narrow screen draws instead.
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
            is_name=box.height == NAME_HEIGHT and not columns,
            is_new=table.key in new or marks.get(table.key) == "new",
            mark=marks.get(table.key, "").removesuffix("new"),
            row_marks=_row_marks(columns, column_marks.get(table.key, {})),
            **middle_and_size(box),
            rows=_rows(table, columns, rows=rows),
            note=_note(table),
        )
    pile_of = _add_piles(network, layout, colour_of)
    known = rows_of.keys() | pile_of.keys()
    inside = [relation for relation in relations if relation.table in known and relation.other in known]
    _add_piled(network, [item for item in inside if item.table in pile_of or item.other in pile_of], pile_of)
    _add_relations(network, inside, rows_of=rows_of, pile_of=pile_of)
    asked = Counter(item.other for item in relations if item.kind == "foreign key" and item.table != item.other)
    islands = [_island(schema, island, layout, colour_of, asked=asked) for island in layout.islands]
    with_views = views or all(table.kind in VIEWS for table in tables)
    hidden = ["inferred"] if with_views else ["inferred", "views", "reads"]
    entries = legend(tables, inside, island_of=island_of, colour_of=colour_of)
    least = 0.0 if layout.islands else LEAST_ZOOM if layout.taking_part else LEAST_NARROW
    return graph_of(network, islands=islands, legend=entries, file=file, hidden=hidden, least=least, narrow=narrow)


def _add_relations(
    network: MapItems,
    relations: Sequence[Relation],
    *,
    rows_of: Mapping[TableName, Mapping[str, int]],
    pile_of: Mapping[TableName, str],
) -> None:
    """Add a line for each relation of two cards; its id is its number among `relations`."""
    for number, relation in enumerate(relations):
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
            **middle_and_size(group.box),
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
                note=f"{counted(count, 'relation')}: click to open",
            )


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
    parts.append(", ".join([counted(len(table.columns), "column"), *rows_known(table)]))
    return "\n".join(parts)


def rows_known(table: Table) -> list[str]:
    """How many rows a table has in words; a view has none of its own to count."""
    if table.kind == "view":
        return []
    return ["rows unknown" if table.row_estimate is None else f"about {counted(table.row_estimate, 'row')}"]


def _island(
    schema: Schema, island: Island, layout: Layout, colour_of: Mapping[str, str], *, asked: Mapping[TableName, int]
) -> dict[str, Any]:
    titles = {"unrelated": "Without relations", "views": "Views", "concern": island.concern or "Unassigned"}
    first = min((layout.boxes[name].y for name in island.tables), default=island.box.y + TITLE)
    size = {name: schema.table_named[name].row_estimate or 0 for name in island.tables}
    chief = sorted(island.tables, key=lambda name: (-asked.get(name, 0), -size[name], name))[:MOST_CHIEF]
    return {
        "title": titles[island.ground],
        "note": counted(len(island.tables), "view" if island.ground == "views" else "table"),
        "concern": island_key(island),
        "colour": colour_of[island.concern] if island.ground == "concern" else GREY,
        "x": island.box.x,
        "y": island.box.y,
        "width": island.box.width,
        "height": island.box.height,
        "band": first - island.box.y,
        "chief": [written(name) for name in chief],
    }
