"""How concerns depend on each other."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lib.schema.computed import once_per_schema
from lib.schema.model import Schema
from lib.schema.relations.graph import foreign_keys


@dataclass(frozen=True)
class Dependency:
    """How many relations lead from one concern to another."""

    concern: str
    other: str
    relations: int


@dataclass(frozen=True)
class ConcernGraph:
    """The concerns with the number of their tables, and the relations between and inside them."""

    tables: Mapping[str, int]
    dependencies: tuple[Dependency, ...]

    @property
    def matrix(self) -> dict[tuple[str, str], int]:
        """How many relations lead from the first concern to the second."""
        return {(edge.concern, edge.other): edge.relations for edge in self.dependencies}


@once_per_schema
def concern_graph(schema: Schema) -> ConcernGraph:
    """The concerns of the tables that are no partitions, and the foreign keys between them."""
    concern_of = {table.key: table.concern for table in schema.tables}
    tables = Counter(table.concern for table in schema.tables if table.partition_of is None)
    between = Counter(
        (concern_of[relation.table], concern_of[relation.other])
        for relation in foreign_keys(schema)
        if relation.other in concern_of
    )
    return ConcernGraph(
        tables=dict(sorted(tables.items())),
        dependencies=tuple(Dependency(*pair, count) for pair, count in sorted(between.items())),
    )
