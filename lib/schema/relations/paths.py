"""How two tables are joined: the best paths over foreign keys, what each step does to the rows, and the SQL."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from lib.schema.computed import once_per_schema
from lib.schema.model import Schema, TableName
from lib.schema.relations.graph import HUB
from lib.schema.relations.join import Join, both_ways, sql
from lib.schema.relations.partitions import partitions_of, whole_of

"""A table with more relations than this joins almost everything and so says little: paths go around it."""
AROUND = 4
"""So many more steps a path may take to go around hubs."""
SLACK = 2
"""So many steps longer than the shortest an alternative may be."""
LONGEST = 8
MULTIPLIED_AGAIN = 1.2
"""What each further multiplication of rows costs: a way of one more step that multiplies less comes first."""
CANDIDATES = 200


@dataclass(frozen=True)
class JoinPath:
    """One way from a table to another."""

    steps: tuple[Join, ...]
    hubs: tuple[TableName, ...]
    """The hubs it goes through."""
    cost: float
    sql: str

    @property
    def tables(self) -> tuple[TableName, ...]:
        """The tables in order, the first and the last included."""
        return (self.steps[0].start, *(step.end for step in self.steps)) if self.steps else ()

    @property
    def multiplies(self) -> bool:
        """Whether the result may hold more rows than the first table."""
        return any(step.multiplies for step in self.steps)


def find(schema: Schema, start: TableName, end: TableName, *, limit: int = 5) -> tuple[JoinPath, ...]:
    """The best `limit` join paths, best first; none where no foreign keys connect the two.

    Short paths come first, and among them those that keep to mandatory relations, multiply rows at most once and do not
    meet in a table that merely both sides refer to. Hubs are avoided: a way through one is given where there is no
    other, or last of all where it is shorter. Partitions are passed over: their parent stands for them.
    """
    graph = _graph(schema)
    hubs = {name for name, steps in graph.items() if len({step.end for step in steps} | {name}) > HUB + 1}
    hubs -= {start, end}
    partitions = {table.key for table in schema.tables if table.partition_of} - {start, end}
    direct = _best(graph, start, end, avoided=partitions, hubs=hubs, limit=1)
    around = _best(graph, start, end, avoided=partitions | hubs, hubs=hubs, limit=limit)
    around = tuple(path for path in around if len(path.steps) <= len(direct[0].steps) + AROUND)
    if not around:
        return _best(graph, start, end, avoided=partitions, hubs=hubs, limit=limit)
    is_shorter = direct[0] not in around and len(direct[0].steps) < len(around[0].steps)
    return (*around[: limit - is_shorter], direct[0]) if is_shorter and limit > 1 else around


def _best(
    graph: dict[TableName, list[Join]],
    start: TableName,
    end: TableName,
    *,
    avoided: set[TableName],
    hubs: set[TableName],
    limit: int,
) -> tuple[JoinPath, ...]:
    left = _distances(graph, end, avoided)
    if start == end:
        candidates: Iterable[tuple[Join, ...]] = _to_itself(graph, start, avoided)
    else:
        candidates = _within_reach(graph, start, end=end, left=left, limit=limit)
    ranked = sorted((_cost(steps, hubs), _identity(steps), steps) for steps in candidates)
    return tuple(
        JoinPath(steps, tuple(step.end for step in steps[:-1] if step.end in hubs), round(cost, 2), sql(steps))
        for cost, _, steps in ranked[:limit]
    )


def _to_itself(
    graph: dict[TableName, list[Join]], name: TableName, avoided: set[TableName]
) -> Iterator[tuple[Join, ...]]:
    """The ways from a table to itself: over a foreign key of its own, or over two of a junction (friendships)."""
    yield from ((step,) for step in graph[name] if step.end == name)
    for out in (step for step in graph[name] if not step.forward and step.end not in {name, *avoided}):
        for back in graph[out.end]:
            if back.forward and back.end == name and back.foreign_key != out.foreign_key:
                yield out, back


def _within_reach(
    graph: dict[TableName, list[Join]], start: TableName, *, end: TableName, left: dict[TableName, int], limit: int
) -> list[tuple[Join, ...]]:
    """The simple paths of the shortest length and a little over; shorter ones are complete before longer ones count."""
    if start not in left:
        return []
    paths: list[tuple[Join, ...]] = []
    for length in range(left[start], min(left[start] + SLACK, LONGEST) + 1):
        for steps in _of_length(graph, start, end=end, left=left, length=length):
            paths.append(steps)
            if len(paths) == CANDIDATES:
                return paths
        if len(paths) >= limit:
            break
    return paths


def _of_length(
    graph: dict[TableName, list[Join]],
    here: TableName,
    *,
    end: TableName,
    left: dict[TableName, int],
    length: int,
    steps: tuple[Join, ...] = (),
) -> Iterator[tuple[Join, ...]]:
    """The simple paths from `here` to `end` that complete `steps` to exactly `length`."""
    if here == end:
        if len(steps) == length:
            yield steps
        return
    seen = {step.start for step in steps} | {here}
    for step in graph[here]:
        if step.end not in seen and step.end in left and len(steps) + 1 + left[step.end] <= length:
            yield from _of_length(graph, step.end, end=end, left=left, length=length, steps=(*steps, step))


def _distances(graph: dict[TableName, list[Join]], end: TableName, avoided: set[TableName]) -> dict[TableName, int]:
    """For each table that reaches `end`, the number of steps; tables to avoid are not passed."""
    left = {end: 0}
    heap = [(0, end)]
    while heap:
        distance, name = heappop(heap)
        for step in graph[name]:
            if step.end not in left and step.end not in avoided:
                left[step.end] = distance + 1
                heappush(heap, (distance + 1, step.end))
    return left


def _cost(steps: tuple[Join, ...], hubs: set[TableName]) -> float:
    """What a person would call far: steps first, then hubs, doubtful relations, optional ones, and chance meetings."""
    cost = 0.0
    for before, step in zip((None, *steps), steps, strict=False):
        cost += 1 + 0.1 * (step.forward and step.optional) + 0.2 * step.multiplies + 0.3 * (not step.trusted)
        meets = before is not None and before.cardinality == "many to one" and step.cardinality == "one to many"
        cost += 0.5 * meets + 3 * (before is not None and step.start in hubs)
    return cost + MULTIPLIED_AGAIN * max(0, sum(step.multiplies for step in steps) - 1)


def _identity(steps: tuple[Join, ...]) -> tuple[tuple[TableName, bool, str], ...]:
    return tuple((step.end, not step.forward, step.foreign_key.name) for step in steps)


@once_per_schema
def _graph(schema: Schema) -> dict[TableName, list[Join]]:
    """For every table the steps that leave it, over its own foreign keys and over those that refer to it."""
    graph: dict[TableName, list[Join]] = defaultdict(list)
    partitions = partitions_of(schema)
    for table in schema.tables:
        for foreign_key in table.foreign_keys:
            ends = {foreign_key.other, whole_of(schema, foreign_key.other)}  # a row of a partition is one of the whole
            for other in (schema.table_named[name] for name in ends if name in schema.table_named):
                forth, back = both_ways(table, other, foreign_key, partitions=partitions.get(table.key, ()))
                graph[table.key].append(forth)
                graph[other.key].append(back)
    for steps in graph.values():
        steps.sort(key=lambda step: (step.end, not step.forward, step.foreign_key.name))
    return graph
