"""Where concerns stand on their overview: few in a ring, more in rows like bricks, the closer the more they relate."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from math import ceil, cos, hypot, log2, pi, sin, sqrt

from lib.schema.layout.places import Box

MOST_IN_RING = 10
NARROW_COLUMNS, NARROW_ROWS = 3, 7
"""How many concerns have room beside and above each other on a narrow screen; of few, two stand beside each other."""
CELL = 176, 146
NARROW_CELL = 168, 118
"""The room that a concern has with the lines around it."""
LEAST_WIDTH, NARROW_WIDTH, LARGEST_WIDTH = 104, 128, 138
"""How wide the box of the smallest concern is, and of the largest."""
SHAPE = 1.25
"""Width to height of the rows: about that of the map's frame."""
LONG, ANOTHER_LINE = 13, 20
"""Letters of a name that has no room in one line, and how much higher a box with several lines is."""
_BREAK = re.compile(r"_|[a-z0-9][A-Z]")
MOST_TO_SWAP = 60
"""With more concerns than this every place is looked at once for a better one."""

Cell = tuple[float, float]
Strength = Mapping[tuple[str, str], int]
"""How many relations there are between two concerns, under both orders of the two."""


def concern_places(tables: Mapping[str, int], strength: Strength, *, is_narrow: bool = False) -> dict[str, Box]:
    """A box for each concern of so many tables, none overlapping another; on a narrow screen few stand side by side."""
    if is_narrow and tables:
        columns = NARROW_COLUMNS if len(tables) > 2 * NARROW_ROWS else min(2, len(tables))
        return _bricks(tables, strength, _cells(len(tables), columns, cell=NARROW_CELL), least=NARROW_WIDTH)
    if len(tables) <= MOST_IN_RING:
        return _ring(tables)
    columns = ceil(sqrt(len(tables) * SHAPE * CELL[1] / CELL[0]))
    return _bricks(tables, strength, _cells(len(tables), columns, cell=CELL))


def _ring(tables: Mapping[str, int]) -> dict[str, Box]:
    """A ring just wide enough that arrows fit between."""
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


def _bricks(
    tables: Mapping[str, int], strength: Strength, cells: list[Cell], *, least: int = LEAST_WIDTH
) -> dict[str, Box]:
    near: dict[str, dict[str, int]] = {name: {} for name in tables}
    for (one, other), count in strength.items():
        if one != other and one in near and other in near:
            near[one][other] = count
    place = _first_places(tables, near, cells)
    for _ in range(4 if len(tables) <= MOST_TO_SWAP else 1):
        if not _swapped(place, near):
            break
    most = max(tables.values())
    boxes = {}
    for name, (x, y) in place.items():
        size = log2(1 + tables[name]) / log2(1 + most)
        width, height = (
            round(least + (LARGEST_WIDTH - least) * size),
            round(44 + 22 * size) + (ANOTHER_LINE if _is_broken(name) else 0),
        )
        boxes[name] = Box(round(x) - width // 2, round(y) - height // 2, width, height)
    return {name: boxes[name] for name in tables}


def _is_broken(name: str) -> bool:
    """Whether a name has no room in one line and a place to break it."""
    return len(name) > LONG and _BREAK.search(name) is not None


def _cells(count: int, columns: int, *, cell: tuple[int, int]) -> list[Cell]:
    """The middles of so many cells in rows of which every other is shifted by half, those in the middle first."""
    rows = ceil(count / max(columns, 1))
    cells = [
        ((column - (columns - 1) / 2 + (0.25 if row % 2 else -0.25)) * cell[0], (row - (rows - 1) / 2) * cell[1])
        for row in range(rows)
        for column in range(columns)
    ]
    return sorted(cells, key=lambda cell: (hypot(*cell), cell))[:count]


def _first_places(
    tables: Mapping[str, int], near: Mapping[str, Mapping[str, int]], cells: list[Cell]
) -> dict[str, Cell]:
    """One after the other, those that relate most to what stands, each where its relations are short."""
    free, place = list(cells), dict[str, Cell]()
    pull = {name: sum(others.values()) for name, others in near.items()}
    bound = dict.fromkeys(tables, 0)
    for _ in tables:
        name = min(bound, key=lambda name: (-bound[name], -pull[name], -tables[name], name))
        del bound[name]
        cell = min(free, key=lambda cell: (_cost(cell, near[name], place) + hypot(*cell) / 1000, cell))
        free.remove(cell)
        place[name] = cell
        for other, count in near[name].items():
            if other in bound:
                bound[other] += count
    return place


def _cost(cell: Cell, near: Mapping[str, int], place: Mapping[str, Cell]) -> float:
    return sum(
        sqrt(count) * hypot(cell[0] - place[other][0], cell[1] - place[other][1])
        for other, count in near.items()
        if other in place
    )


def _swapped(place: dict[str, Cell], near: Mapping[str, Mapping[str, int]]) -> bool:
    """Let concerns change places wherever that makes their relations shorter; whether any did."""
    is_better = False
    for one, other in combinations(sorted(place), 2):
        before = _cost(place[one], near[one], place) + _cost(place[other], near[other], place)
        place[one], place[other] = place[other], place[one]
        if _cost(place[one], near[one], place) + _cost(place[other], near[other], place) < before - 1e-6:
            is_better = True
        else:
            place[one], place[other] = place[other], place[one]
    return is_better
