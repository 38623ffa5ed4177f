"""Where every table stands on the relation map: computed here, the same every time, never moved by a refresh.

A map is made of islands: one a concern, one for the tables without any relation, one for the views. Inside an island
the tables stand in columns, those that refer on the left of those referred to. Every island keeps room for more; a
table that comes later takes a free place of its island, and where there is none, a place in a new one below the map.
"""

from collections.abc import Mapping, Sequence

from lib.schema.layout.new_islands import Standing, beside, new_islands
from lib.schema.layout.places import (
    FOOT,
    GAP_X,
    GAP_Y,
    PAD,
    TITLE,
    WIDTH,
    Box,
    ColumnsShown,
    Ground,
    Island,
    Layout,
    card_height,
)
from lib.schema.model import Schema, Table, TableName
from lib.schema.relations.graph import Relation, neighbours


def whole(
    schema: Schema, relations: Sequence[Relation], *, rows: ColumnsShown = "keys", before: Layout | None = None
) -> Layout:
    """The map of all tables that are no partitions; a table of `before` whose card still fits its place stays there."""
    tables = {table.key: table for table in schema.tables if table.partition_of is None}
    heights = {name: card_height(table, rows) for name, table in tables.items()}
    islands = _standing(before.islands, before.boxes, tables, heights) if before else {}
    standing = {name for boxes in islands.values() for name in boxes}
    near = neighbours(relations)
    related = near.keys() | {relation.table for relation in relations}  # to itself is related too
    groups: dict[tuple[Ground, str], list[TableName]] = {}
    for name in sorted(tables.keys() - standing):
        groups.setdefault(_ground_of(tables[name], is_related=name in related), []).append(name)
    left: dict[tuple[Ground, str], list[TableName]] = {}
    for kind, names in sorted(groups.items()):
        for name in names:
            if not _settle(name, kind, islands, heights[name], near.get(name, set())):
                left.setdefault(kind, []).append(name)
    wanted = {kind: {name: heights[name] for name in names} for kind, names in left.items()}
    islands |= beside(list(islands), new_islands(wanted, relations, rows=rows, standing=list(islands)))
    return Layout(
        boxes=dict(sorted((name, box) for boxes in islands.values() for name, box in boxes.items())),
        islands=tuple(
            Island(island.ground, island.concern, island.box, tuple(sorted(boxes)))
            for island, boxes in islands.items()
            if boxes
        ),
    )


def _ground_of(table: Table, *, is_related: bool) -> tuple[Ground, str]:
    if table.kind in ("view", "materialized view"):
        return "views", ""
    return ("concern", table.concern) if is_related else ("unrelated", "")


def _standing(
    islands: Sequence[Island],
    boxes: Mapping[TableName, Box],
    tables: Mapping[TableName, Table],
    heights: Mapping[TableName, int],
) -> Standing:
    """The islands of an earlier map with the tables that still belong to them and whose cards still fit."""
    standing: Standing = {}
    for island in islands:
        staying = [name for name in island.tables if name in tables and _belongs(tables[name], island)]
        staying.sort(key=lambda name: (heights[name] > boxes[name].height, name))  # what has grown gives way
        standing[island] = {}
        for name in staying:
            before = boxes[name]
            box = Box(before.x, before.y, WIDTH, heights[name])
            has_grown = box.height > before.height or box.width > before.width  # only then it may meet another
            is_free = not has_grown or not any(box.overlaps(other) for other in standing[island].values())
            if box.bottom <= island.box.bottom and is_free:
                standing[island][name] = box
    return standing


def _belongs(table: Table, island: Island) -> bool:
    if table.kind in ("view", "materialized view"):
        return island.ground == "views"
    return island.ground == "unrelated" or (island.ground == "concern" and island.concern == table.concern)


def _settle(name: TableName, kind: tuple[Ground, str], islands: Standing, height: int, near: set[TableName]) -> bool:
    """Put a table on a free place of an island of its kind, near those it relates to; whether there was one."""
    for island, boxes in islands.items():
        if (island.ground, island.concern) != kind:
            continue
        places = _free_places(island, boxes, height)
        friends = [box for other, box in boxes.items() if other in near]
        if places:
            boxes[name] = min(places, key=lambda box: (_way(box, friends), box.x, box.y))
            return True
    return False


def _free_places(island: Island, boxes: Mapping[TableName, Box], height: int) -> list[Box]:
    places = []
    columns = range(island.box.x + PAD, island.box.right - PAD - WIDTH + 1, WIDTH + GAP_X[island.ground])
    for x in columns:
        taken = sorted((box for box in boxes.values() if box.x == x), key=lambda box: box.y)
        first = min((box.y for box in boxes.values()), default=island.box.y + TITLE)
        for top in [first, *(box.bottom + GAP_Y for box in taken)]:
            place = Box(x, top, WIDTH, height)
            around = Box(x, top - GAP_Y, WIDTH, height + 2 * GAP_Y)
            if place.bottom <= island.box.bottom - FOOT and not any(around.overlaps(box) for box in taken):
                places.append(place)
    return places


def _way(box: Box, friends: Sequence[Box]) -> int:
    return sum(abs(box.x - friend.x) + abs(box.y - friend.y) for friend in friends)
