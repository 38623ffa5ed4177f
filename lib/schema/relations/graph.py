"""Who refers to whom by foreign keys and views, and the neighbourhoods that follow from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lib.schema.computed import once_per_schema
from lib.schema.model import Action, ForeignKey, Schema, Table, TableName
from lib.schema.relations.cardinality import Cardinality, cardinality

RelationKind = Literal["foreign key", "inferred", "reads"]
HUB = 20
"""A table with more neighbours than this joins everything with everything, so neighbourhoods stop at it."""


@dataclass(frozen=True)
class Relation:
    """`table` refers to `other`: by a foreign key, by a name that says so, or as a view that reads it."""

    kind: RelationKind
    table: TableName
    other: TableName
    name: str
    columns: tuple[str, ...] = ()
    other_columns: tuple[str, ...] = ()
    on_delete: Action = "NO ACTION"
    on_update: Action = "NO ACTION"
    is_optional: bool = False
    """Whether a row of `table` may refer to nothing."""
    is_one_to_one: bool = False
    """Whether at most one row of `table` refers to a row of `other`."""
    refers_to_many: bool = False
    """Whether a row of `table` may refer to several rows of `other`."""
    is_enforced: bool = True

    @property
    def id(self) -> tuple[str, str, str, str]:
        """What the relation is known by in its schema: kind, schema, table and name."""
        return self.kind, *self.table, self.name

    @property
    def cardinality(self) -> str:
        """How many rows stand at the two ends, in words."""
        return Cardinality(self.is_one_to_one, self.is_optional, self.refers_to_many).words


@dataclass(frozen=True)
class Neighbourhood:
    """The tables within some hops of others, nearest first."""

    tables: tuple[TableName, ...]
    hubs: tuple[TableName, ...] = ()
    """Tables that are shown, but whose further neighbours are not."""
    left_out: int = 0
    """How many tables within the same hops are not shown."""
    distance: Mapping[TableName, int] = field(default_factory=dict)


@once_per_schema
def foreign_keys(schema: Schema) -> tuple[Relation, ...]:
    """Every foreign key as a relation, ordered by table; the copies that partitions inherit are left out."""
    return tuple(
        _as_relation(table, foreign_key)
        for table in sorted(schema.tables, key=lambda table: table.key)
        for foreign_key in table.foreign_keys
        if not foreign_key.is_inherited
    )


def reads(schema: Schema) -> tuple[Relation, ...]:
    """What every view reads, as relations from the view."""
    return tuple(
        Relation("reads", table.key, (read.schema, read.table), f"reads {read.schema}.{read.table}", is_enforced=False)
        for table in sorted(schema.tables, key=lambda table: table.key)
        for read in table.reads
        if (read.schema, read.table) in schema.table_named and (read.schema, read.table) != table.key
    )


def neighbours(relations: Iterable[Relation]) -> dict[TableName, set[TableName]]:
    """For every related table the tables it refers to or that refer to it, itself left out."""
    neighbours_of: dict[TableName, set[TableName]] = {}
    for relation in relations:
        if relation.table != relation.other:
            neighbours_of.setdefault(relation.table, set()).add(relation.other)
            neighbours_of.setdefault(relation.other, set()).add(relation.table)
    return neighbours_of


def neighbourhood(
    schema: Schema,
    names: Iterable[TableName],
    *,
    hops: int,
    hub: int = HUB,
    most: int | None = None,
    relations: Sequence[Relation] | None = None,
) -> Neighbourhood:
    """The tables within `hops` relations of `names`, not going on from tables with more than `hub` neighbours.

    The named tables are always gone on from. `most` limits the tables shown, the nearest first; `relations` are the
    foreign keys unless given.
    """
    near = neighbours(foreign_keys(schema) if relations is None else relations)
    known = schema.table_named
    start = sorted({name for name in names if name in known})
    distance = _walk(start, near, known, hops=hops, hub=hub)
    everything = _walk(start, near, known, hops=hops, hub=None)
    nearest = sorted(distance, key=lambda name: (distance[name], name))[:most]
    stopped = [
        name
        for name in nearest
        if 0 < distance[name] < hops and len(near[name]) > hub and any(other not in distance for other in near[name])
    ]
    return Neighbourhood(
        tables=tuple(nearest),
        hubs=tuple(stopped),
        left_out=len(everything) - len(nearest),
        distance={name: distance[name] for name in nearest},
    )


def _walk(
    start: Sequence[TableName],
    near: Mapping[TableName, set[TableName]],
    known: Mapping[TableName, Table],
    *,
    hops: int,
    hub: int | None,
) -> dict[TableName, int]:
    """How many hops every table reached is away."""
    distance = dict.fromkeys(start, 0)
    edge = list(start)
    for hop in range(1, hops + 1):
        open_to = [name for name in edge if hop == 1 or hub is None or len(near.get(name, ())) <= hub]
        edge = sorted({other for name in open_to for other in near.get(name, ()) if other in known} - distance.keys())
        distance |= dict.fromkeys(edge, hop)
    return distance


def _as_relation(table: Table, foreign_key: ForeignKey) -> Relation:
    ends = cardinality(table, foreign_key)
    return Relation(
        kind="foreign key",
        table=table.key,
        other=foreign_key.other,
        name=foreign_key.name,
        columns=foreign_key.columns,
        other_columns=foreign_key.other_columns,
        on_delete=foreign_key.on_delete,
        on_update=foreign_key.on_update,
        is_optional=ends.is_optional,
        is_one_to_one=ends.is_one_to_one,
        refers_to_many=ends.refers_to_many,
        is_enforced=foreign_key.enforced,
    )
