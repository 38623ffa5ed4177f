"""The map of one table: who refers to it stands on its left, what it refers to on its right, one column a hop."""

from collections.abc import Mapping, Sequence
from math import sqrt

from lib.schema.layout.islands import GAP_Y, WIDTH, Box, ColumnsShown, Layout, card_height
from lib.schema.model import Schema, TableName
from lib.schema.relations.graph import Neighbourhood, Relation, neighbours

STEP = WIDTH + 150
FOLD = WIDTH + 40
TALLEST = 1300
"""A column higher than this is folded into several, the nearer ones first; many cards may stand higher."""


def around(
    schema: Schema, table: TableName, near: Neighbourhood, relations: Sequence[Relation], *, rows: ColumnsShown = "keys"
) -> Layout:
    """The places of a table's neighbourhood, the table itself at the origin."""
    side = _sides(table, near, relations)
    heights = {name: card_height(schema.table_named[name], rows) for name in near.tables}
    boxes = {table: Box(-WIDTH // 2, -heights[table] // 2, WIDTH, heights[table])}
    links = neighbours(relations)
    tallest = max(TALLEST, int(sqrt(sum(heights[name] + GAP_Y for name in near.tables) * FOLD)))
    for direction in (-1, 1):
        x = direction * STEP
        for hop in range(1, max(near.distance.values(), default=0) + 1):
            names = [name for name in near.tables if near.distance[name] == hop and side[name] == direction]
            names.sort(key=lambda name: (_height_of_friends(name, links, boxes), name))
            folds = _folded(names, heights, tallest)
            for i, column in enumerate(folds):
                boxes |= _stacked(column, x + direction * i * FOLD - WIDTH // 2, heights)
            x += direction * (max(len(folds) - 1, 0) * FOLD + STEP)
    return Layout(boxes=dict(sorted(boxes.items())))


def _sides(table: TableName, near: Neighbourhood, relations: Sequence[Relation]) -> dict[TableName, int]:
    """-1 for the tables on the left, 1 for those on the right: that of the table they were reached through."""
    referring = {relation.table for relation in relations if relation.other == table}
    links = neighbours(relations)
    side = {table: 0}
    for name in near.tables:
        hop = near.distance[name]
        if hop == 1:
            side[name] = -1 if name in referring else 1
        elif hop:
            through = min(other for other in links[name] if near.distance.get(other) == hop - 1)
            side[name] = side[through]
    return side


def _height_of_friends(
    name: TableName, links: Mapping[TableName, set[TableName]], boxes: Mapping[TableName, Box]
) -> float:
    """Where on average the tables stand that a table relates to."""
    placed = [boxes[other].y + boxes[other].height / 2 for other in sorted(links.get(name, ())) if other in boxes]
    return sum(placed) / len(placed) if placed else 0


def _folded(names: Sequence[TableName], heights: Mapping[TableName, int], tallest: int) -> list[list[TableName]]:
    """The tables of one hop in columns of about equal height, none much higher than `tallest`."""
    total = sum(heights[name] + GAP_Y for name in names)
    count = -(-total // tallest)
    columns: list[list[TableName]] = []
    filled = 0
    for name in names:
        if not columns or filled >= total * len(columns) / count:
            columns.append([])
        columns[-1].append(name)
        filled += heights[name] + GAP_Y
    return columns


def _stacked(names: Sequence[TableName], x: int, heights: Mapping[TableName, int]) -> dict[TableName, Box]:
    """The tables below each other, the whole centred on y = 0."""
    y = -(sum(heights[name] + GAP_Y for name in names) - GAP_Y) // 2
    boxes = {}
    for name in names:
        boxes[name] = Box(x, y, WIDTH, heights[name])
        y += heights[name] + GAP_Y
    return boxes
