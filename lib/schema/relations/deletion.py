"""What deleting one row would do: the closure of ON DELETE, as a tree."""

from collections import Counter, deque
from dataclasses import dataclass
from typing import Literal

from lib.schema.computed import once_per_schema
from lib.schema.model import Action, Schema, TableName
from lib.schema.relations.graph import Relation, foreign_keys

What = Literal["deletes", "sets null", "sets default", "blocks"]
WHAT: dict[Action, What] = {
    "CASCADE": "deletes",
    "SET NULL": "sets null",
    "SET DEFAULT": "sets default",
    "RESTRICT": "blocks",
    "NO ACTION": "blocks",
}


@dataclass(frozen=True)
class Effect:
    """What happens to the rows of `relation.table` that refer to a deleted row, and what follows from it."""

    what: What
    relation: Relation
    below: tuple["Effect", ...] = ()
    is_repeated: bool = False
    """Whether the rows that go here too are followed elsewhere in the tree."""


@dataclass(frozen=True)
class Deletion:
    """What deleting one row of `table` does."""

    table: TableName
    effects: tuple[Effect, ...] = ()

    @property
    def tables(self) -> dict[What, tuple[TableName, ...]]:
        """The tables touched, by what happens to their rows."""
        touched: dict[What, set[TableName]] = {}
        waiting = deque(self.effects)
        while waiting:
            effect = waiting.popleft()
            touched.setdefault(effect.what, set()).add(effect.relation.table)
            waiting.extend(effect.below)
        return {what: tuple(sorted(touched[what])) for what in sorted(touched)}

    @property
    def counts(self) -> Counter[What]:
        """How many tables each kind of effect touches."""
        return Counter({what: len(tables) for what, tables in self.tables.items()})


def deletion(schema: Schema, table: TableName) -> Deletion:
    """The tree of what deleting a row of `table` does; foreign keys that are not enforced do nothing."""
    referring = _referring(schema)
    # breadth first, so that what follows from a table stands where it is nearest; then built from the leaves up,
    # because a chain of cascades may be longer than Python's stack is deep
    order: list[tuple[TableName, Relation, bool]] = []
    followed = {table}
    waiting = deque([table])
    while waiting:
        current = waiting.popleft()
        for relation in (reference for name in _with_parents(schema, current) for reference in referring.get(name, ())):
            goes_on = relation.on_delete == "CASCADE"
            is_repeated = goes_on and relation.table in followed
            order.append((current, relation, is_repeated))
            if goes_on and not is_repeated:
                followed.add(relation.table)
                waiting.append(relation.table)
    below: dict[TableName, list[Effect]] = {}
    for current, relation, is_repeated in reversed(order):
        follows = relation.on_delete == "CASCADE" and not is_repeated
        effect = Effect(
            what=WHAT[relation.on_delete],
            relation=relation,
            below=tuple(reversed(below.get(relation.table, ()))) if follows else (),
            is_repeated=is_repeated,
        )
        below.setdefault(current, []).append(effect)
    return Deletion(table=table, effects=tuple(reversed(below.get(table, ()))))


@once_per_schema
def _referring(schema: Schema) -> dict[TableName, list[Relation]]:
    """For each table the enforced relations that refer to it."""
    referring: dict[TableName, list[Relation]] = {}
    for relation in foreign_keys(schema):
        if relation.is_enforced:
            referring.setdefault(relation.other, []).append(relation)
    return referring


def _with_parents(schema: Schema, name: TableName) -> list[TableName]:
    """A table and the partitioned tables it is a part of: its rows are theirs too."""
    lineage = [name]
    while (table := schema.table_named.get(lineage[-1])) and table.partition_of and table.partition_of not in lineage:
        lineage.append(table.partition_of)
    return lineage
