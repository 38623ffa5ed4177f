"""Where every table stands on the relation map: computed here, the same every time, never moved by a refresh.

A map is made of islands: one a concern, one for the tables without any relation, one for the views. Inside an island
the tables stand in columns, those that refer on the left of those referred to. Every island keeps room for more; a
table that comes later takes a free place of its island, and where there is none, a place in a new one below the map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from lib.schema.layout.column_order import flow
from lib.schema.layout.packing import packed
from lib.schema.model import Column, Schema, Table, TableName
from lib.schema.relations.graph import Relation, neighbours

ColumnsShown = Literal["keys", "all", "none"]
"""Which columns a card shows."""
Ground = Literal["concern", "unrelated", "views"]

WIDTH, HEADER, ROW, FOOT = 220, 34, 20, 6
"""The measures of a card, in units of the map: at zoom 1 a unit is a pixel."""
MOST_ROWS = 40
GAP_Y = 26
GAP_X: dict[Ground, int] = {"concern": 96, "unrelated": 28, "views": 28}
PAD, TITLE, SEA = 36, 88, 64
"""Room between an island's edge and its cards, for its title, and between islands."""
ROOM: dict[ColumnsShown, int] = {"keys": 96, "all": 300, "none": 60}
"""Room below the cards of a new island, for tables that come later."""
SHAPE = 1.5
"""Width to height of islands and map: about a screen's."""


@dataclass(frozen=True)
class Box:
    """A rectangle, known by its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True)
class Island:
    """The ground that a group of tables stands on; `ground` says what they have in common."""

    ground: Ground
    concern: str
    box: Box
    tables: tuple[TableName, ...]


@dataclass(frozen=True)
class Layout:
    """The places of all tables, and the islands they stand on."""

    boxes: Mapping[TableName, Box]
    islands: tuple[Island, ...] = ()


def card_columns(table: Table, rows: ColumnsShown) -> tuple[Column, ...]:
    """The columns that a table's card shows: the primary key first, then foreign keys, then the others."""
    if rows == "none":
        return ()
    keys = [column for column in table.columns if column.is_pk]
    keys += [column for column in table.columns if column.is_fk and not column.is_pk]
    others = [column for column in table.columns if not (column.is_pk or column.is_fk)]
    return tuple((keys if rows == "keys" else keys + others)[:MOST_ROWS])


def card_height(table: Table, rows: ColumnsShown) -> int:
    """The height of a table's card; where columns are cut off there is a row that says so."""
    shown = len(card_columns(table, rows))
    lines = shown + (rows == "all" and len(table.columns) > shown)
    return HEADER + (lines * ROW + FOOT if lines else 0)


def whole(
    schema: Schema, relations: Sequence[Relation], *, rows: ColumnsShown = "keys", before: Layout | None = None
) -> Layout:
    """The map of all tables that are no partitions; a table of `before` whose card still fits its place stays there."""
    tables = {table.key: table for table in schema.tables if table.partition_of is None}
    heights = {name: card_height(table, rows) for name, table in tables.items()}
    islands = _standing(before.islands, before.boxes, tables, heights) if before else {}
    standing = {name for boxes in islands.values() for name in boxes}
    near = neighbours(relations)
    groups: dict[tuple[Ground, str], list[TableName]] = {}
    for name in sorted(tables.keys() - standing):
        groups.setdefault(_ground_of(tables[name], is_related=name in near), []).append(name)
    left: dict[tuple[Ground, str], list[TableName]] = {}
    for kind, names in sorted(groups.items()):
        for name in names:
            if not _settle(name, kind, islands, heights[name], near.get(name, set())):
                left.setdefault(kind, []).append(name)
    new = [_new_island(kind, {name: heights[name] for name in names}, relations, rows) for kind, names in left.items()]
    islands |= _beside(list(islands), new)
    return Layout(
        boxes=dict(sorted((name, box) for boxes in islands.values() for name, box in boxes.items())),
        islands=tuple(
            Island(island.ground, island.concern, island.box, tuple(sorted(boxes)))
            for island, boxes in islands.items()
            if boxes
        ),
    )


Standing = dict[Island, dict[TableName, Box]]


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
    found: Standing = {}
    for island in islands:
        staying = [name for name in island.tables if name in tables and _belongs(tables[name], island)]
        staying.sort(key=lambda name: (heights[name] > boxes[name].height, name))  # what has grown gives way
        found[island] = {}
        for name in staying:
            box = Box(boxes[name].x, boxes[name].y, WIDTH, heights[name])
            if box.bottom <= island.box.bottom and not any(box.overlaps(other) for other in found[island].values()):
                found[island][name] = box
    return found


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
        for top in [island.box.y + TITLE, *(box.bottom + GAP_Y for box in taken)]:
            place = Box(x, top, WIDTH, height)
            around = Box(x, top - GAP_Y, WIDTH, height + 2 * GAP_Y)
            if place.bottom <= island.box.bottom - FOOT and not any(around.overlaps(box) for box in taken):
                places.append(place)
    return places


def _way(box: Box, friends: Sequence[Box]) -> int:
    return sum(abs(box.x - friend.x) + abs(box.y - friend.y) for friend in friends)


def _new_island(
    kind: tuple[Ground, str], heights: Mapping[TableName, int], relations: Sequence[Relation], rows: ColumnsShown
) -> tuple[Island, dict[TableName, Box]]:
    """A new island at the origin, with its tables."""
    ground, concern = kind
    step = WIDTH + GAP_X[ground]
    inside = [relation for relation in relations if relation.table in heights and relation.other in heights]
    columns = flow(heights, inside, column=step, gap=GAP_Y, shape=SHAPE)
    boxes: dict[TableName, Box] = {}
    bottom = 0
    for i, column in enumerate(columns):
        y = TITLE
        for name in column:
            boxes[name] = Box(PAD + i * step, y, WIDTH, heights[name])
            y += heights[name] + GAP_Y
        bottom = max(bottom, y - GAP_Y)
    box = Box(0, 0, 2 * PAD + len(columns) * step - GAP_X[ground], bottom + ROOM[rows])
    return Island(ground, concern, box, tuple(sorted(boxes))), boxes


def _beside(standing: Sequence[Island], new: Sequence[tuple[Island, dict[TableName, Box]]]) -> Standing:
    """New islands packed below those that stand: concerns first, the tall ones before the flat."""
    last = {"concern": 0, "unrelated": 1, "views": 2}
    ordered = sorted(new, key=lambda item: (last[item[0].ground], -item[0].box.height, item[0].concern))
    sizes = [(island.box.width + SEA, island.box.height + SEA) for island, _ in ordered]
    area = sum(width * height for width, height in sizes)
    right = max((island.box.right for island in standing), default=0)
    start = max((island.box.bottom + SEA for island in standing), default=0)
    corners = packed(
        sizes, width=max([right, int(sqrt(area * SHAPE) * 1.06), *(wide for wide, _ in sizes)]), start=start
    )
    return {
        Island(island.ground, island.concern, _moved(island.box, x, y), island.tables): {
            name: _moved(box, x, y) for name, box in boxes.items()
        }
        for (island, boxes), (x, y) in zip(ordered, corners, strict=True)
    }


def _moved(box: Box, x: int, y: int) -> Box:
    return Box(box.x + x, box.y + y, box.width, box.height)
