"""Islands made anew: their cards in columns, and above them a band of ground with room for what is read from afar.

A map that does not fit its frame is first seen so small that no card has room for its name. There the band of every
island holds its title and the names of its chief tables.
"""

from collections.abc import Mapping, Sequence
from math import log2, sqrt

from lib.schema.layout.column_order import flow
from lib.schema.layout.packing import packed
from lib.schema.layout.places import (
    GAP_X,
    GAP_Y,
    PAD,
    ROOM,
    SEA,
    SHAPE,
    TITLE,
    WIDTH,
    Box,
    ColumnsShown,
    Ground,
    Island,
    Layout,
)
from lib.schema.model import TableName
from lib.schema.relations.graph import Relation

Standing = dict[Island, dict[TableName, Box]]
"""Islands with the places of the tables on them."""
IslandKind = tuple[Ground, str]
FRAME = (660, 490)
"""The pixels that the whole map has on the screen, toolbar and legend not counted, in a window of 1,440 × 900."""
NAMES_FROM = 0.3
"""From this zoom on cards have room for their names."""
TITLE_PIXELS, NAME_PIXELS, LEAST_WIDTH = 25, 14, 124
"""Of the band on the screen: its title, one name of a table, and how narrow an island may be."""
MOST_NAMES = 4


def new_islands(
    wanted: Mapping[IslandKind, Mapping[TableName, int]],
    relations: Sequence[Relation],
    *,
    rows: ColumnsShown,
    standing: Sequence[Island],
) -> list[tuple[Island, dict[TableName, Box]]]:
    """Islands at the origin for the tables of each kind, whose heights are given, beside those that stand."""
    made: list[tuple[Island, dict[TableName, Box]]] = []
    scale = 1.0
    for _ in range(3):  # what is read from afar takes room itself
        made = [_new_island(kind, heights, relations, rows, scale=scale) for kind, heights in wanted.items()]
        sizes = [(island.box.width + SEA, island.box.height + SEA) for island in (*standing, *(one for one, _ in made))]
        area = sum(width * height for width, height in sizes) * 1.12  # of packing
        fitting = min(1.0, sqrt(FRAME[0] * FRAME[1] / area)) if sizes else 1.0
        if fitting >= NAMES_FROM or abs(fitting - scale) < scale / 50:
            break
        scale = fitting
    return made


def first_zoom(layout: Layout) -> float:
    """At which zoom the whole map is first seen."""
    boxes = [island.box for island in layout.islands]
    right, bottom = max((box.right for box in boxes), default=1), max((box.bottom for box in boxes), default=1)
    return min(1.0, FRAME[0] / right, FRAME[1] / bottom)


def beside(standing: Sequence[Island], new: Sequence[tuple[Island, dict[TableName, Box]]]) -> Standing:
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


def _new_island(
    kind: IslandKind,
    heights: Mapping[TableName, int],
    relations: Sequence[Relation],
    rows: ColumnsShown,
    *,
    scale: float,
) -> tuple[Island, dict[TableName, Box]]:
    """A new island at the origin, with its tables, on a map that is first seen at zoom `scale`."""
    ground, concern = kind
    step = WIDTH + GAP_X[ground]
    inside = [relation for relation in relations if relation.table in heights and relation.other in heights]
    title, narrowest = TITLE, 0
    if scale < NAMES_FROM:
        title = max(TITLE, round((TITLE_PIXELS + NAME_PIXELS * _names(len(heights))) / scale))
        narrowest = round(LEAST_WIDTH / scale)
    columns = flow(heights, inside, column=step, gap=GAP_Y, shape=SHAPE, least=max(1, narrowest // step))
    boxes: dict[TableName, Box] = {}
    bottom = 0
    for i, column in enumerate(columns):
        y = title
        for name in column:
            boxes[name] = Box(PAD + i * step, y, WIDTH, heights[name])
            y += heights[name] + GAP_Y
        bottom = max(bottom, y - GAP_Y)
    width = max(2 * PAD + len(columns) * step - GAP_X[ground], narrowest)
    return Island(ground, concern, Box(0, 0, width, bottom + ROOM[rows]), tuple(sorted(boxes))), boxes


def _names(tables: int) -> int:
    """How many names the band of an island with so many tables has room for."""
    return max(1, min(round(log2(1 + tables) / 1.6), MOST_NAMES))


def _moved(box: Box, x: int, y: int) -> Box:
    return Box(box.x + x, box.y + y, box.width, box.height)
