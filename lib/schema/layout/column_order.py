"""In which order tables stand in columns, so that relations run from left to right and cross little."""

import heapq
from collections.abc import Mapping, Sequence
from math import sqrt

from lib.schema.model import TableName
from lib.schema.relations.graph import Relation

SWEEPS = 4


def flow(
    heights: Mapping[TableName, int],
    relations: Sequence[Relation],
    *,
    column: int,
    gap: int,
    shape: float,
    least: int = 1,
) -> list[list[TableName]]:
    """The tables in columns of about equal height that make a block of `shape` (width to height).

    `column` is the width of a column with the gap beside it, `gap` the room between two cards; where there are tables
    enough, there are about `least` columns or more.
    """
    names = sequence(sorted(heights), relations)
    area = sum((heights[name] + gap) * column for name in names)
    limit = max([min(sqrt(area / shape), area / column / least), *(heights[name] + gap for name in names)])
    columns: list[list[TableName]] = [[]]
    filled = 0
    for name in names:
        if columns[-1] and filled + heights[name] + gap > limit:
            columns.append([])
            filled = 0
        columns[-1].append(name)
        filled += heights[name] + gap
    return columns


def sequence(names: Sequence[TableName], relations: Sequence[Relation]) -> list[TableName]:
    """The tables so that those that refer come before those referred to, and neighbours stand near each other."""
    refers: dict[TableName, set[TableName]] = {name: set() for name in names}
    referred: dict[TableName, set[TableName]] = {name: set() for name in names}
    for relation in relations:
        if relation.table != relation.other and relation.table in refers and relation.other in refers:
            refers[relation.table].add(relation.other)
            referred[relation.other].add(relation.table)
    depth = _depths(names, refers, referred)
    layers: list[list[TableName]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in names:
        layers[-1 - depth[name]].append(name)
    for sweep in range(SWEEPS):
        place = {name: (i + 0.5) / len(layer) for layer in layers for i, name in enumerate(layer)}
        for layer in layers[::-1] if sweep % 2 == 0 else layers:
            layer.sort(key=lambda name: (_middle(place, refers[name] | referred[name], place[name]), name))
            place |= {name: (i + 0.5) / len(layer) for i, name in enumerate(layer)}
    return [name for layer in layers for name in layer]


def _middle(place: Mapping[TableName, float], near: set[TableName], own: float) -> float:
    return sum(place[name] for name in sorted(near)) / len(near) if near else own


def _depths(
    names: Sequence[TableName], refers: Mapping[TableName, set[TableName]], referred: Mapping[TableName, set[TableName]]
) -> dict[TableName, int]:
    """How many steps every table is from one that refers to nothing; circles are cut where most refer to."""
    waiting = {name: len(refers[name]) for name in names}
    queue = [(count, -len(referred[name]), name) for name, count in waiting.items()]
    heapq.heapify(queue)
    depth: dict[TableName, int] = {}
    while queue:
        count, _, name = heapq.heappop(queue)
        if name in depth or count != waiting[name]:
            continue
        depth[name] = 1 + max((depth[other] for other in refers[name] if other in depth), default=-1)
        for other in referred[name] - depth.keys():
            waiting[other] -= 1
            heapq.heappush(queue, (waiting[other], -len(referred[other]), other))
    return depth
