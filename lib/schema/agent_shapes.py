"""The shapes of the answers about a schema, and how each is made of a value of the model."""

from typing import Any, Self

from pydantic import Field

from lib.agent_answer import AgentAnswer, Shape
from lib.schema.changes.change import SchemaChange
from lib.schema.export.compact import is_joining
from lib.schema.export.pack import DetailLevel
from lib.schema.model import Table
from lib.schema.names import written
from lib.schema.relations.graph import Relation
from lib.schema.relations.join import Join
from lib.schema.relations.paths import JoinPath
from lib.schema.search.search import Hit

LONGEST_TEXT = 500
"""Letters of a text that changed: a view's whole query would crowd out everything else."""


class SchemaAnswer(AgentAnswer):
    """An answer about a schema, with its stamp."""

    database: str
    as_of: str = Field(description="When the schema was read.")
    fingerprint: str = Field(description="Moves exactly when the schema changes.")
    scope: str = Field(description="What of the database this was looked for in.")


class Concern(Shape):
    """One group of tables."""

    concern: str
    tables: int
    refers_to: dict[str, int] = Field(description="Foreign keys to other concerns.")


class Concerns(SchemaAnswer):
    """The concerns of the database."""

    concerns: list[Concern]


class HitShape(Shape):
    """One place where the words were found."""

    kind: str
    table: str | None = Field(description="As SQL writes it; null for a type that no column has.")
    column: str | None
    name: str = Field(description="What matched: a name, a type, a label or a comment.")
    score: float
    partitions: int = Field(
        0, exclude_if=lambda count: count == 0, description="How many partitions the table has; left out where none."
    )

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """A hit with its table as SQL writes it."""
        table = hit.table and written(hit.table)
        place = {"kind": hit.kind, "table": table, "column": hit.column, "name": hit.name}
        return cls(**place, score=hit.score, partitions=hit.partitions)


class SearchAnswer(SchemaAnswer):
    """Where words occur, best first."""

    hits: list[HitShape]


class TableAnswer(SchemaAnswer):
    """One table, as in the published schema document."""

    table: dict[str, Any]


class Neighbour(Shape):
    """One table near those asked for."""

    table: str
    hops: int
    kind: str
    row_estimate: int | None
    comment: str | None
    joining_columns: list[str]

    @classmethod
    def of(cls, table: Table, hops: int) -> Self:
        """A table that is `hops` relations away."""
        return cls(
            table=written(table.key),
            hops=hops,
            kind=table.kind,
            row_estimate=table.row_estimate,
            comment=_cut(table.comment),
            joining_columns=[column.name for column in table.columns if is_joining(column)],
        )


class RelationShape(Shape):
    """One foreign key; the columns stand in pairs."""

    table: str
    columns: list[str]
    refers_to: str
    other_columns: list[str]
    on_delete: str

    @classmethod
    def of(cls, relation: Relation) -> Self:
        """A foreign key with its tables as SQL writes them."""
        return cls(
            table=written(relation.table),
            columns=list(relation.columns),
            refers_to=written(relation.other),
            other_columns=list(relation.other_columns),
            on_delete=relation.on_delete,
        )


class Neighbours(SchemaAnswer):
    """The tables near others, nearest first, and the relations among them."""

    tables: list[Neighbour]
    relations: list[RelationShape]
    hubs: list[str] = Field(description="Tables that join almost everything: not gone on from.")
    behind_hubs: int


class JoinStep(Shape):
    """One join of a path."""

    start: str
    end: str
    foreign_key: str
    columns: list[tuple[str, str]] = Field(description="Columns that are equal: of start, of end.")
    cardinality: str
    multiplies: bool
    optional: bool
    lacks_index: bool
    trusted: bool = Field(description="Whether Postgres enforces the relation and has checked all rows.")

    @classmethod
    def of(cls, join: Join) -> Self:
        """A join with its tables as SQL writes them."""
        return cls(
            start=written(join.start),
            end=written(join.end),
            foreign_key=join.foreign_key.name,
            columns=list(join.columns),
            cardinality=join.cardinality,
            multiplies=join.multiplies,
            optional=join.optional,
            lacks_index=join.lacks_index,
            trusted=join.trusted,
        )


class JoinPathShape(Shape):
    """One way to join the two tables."""

    tables: list[str]
    multiplies: bool = Field(description="Whether there may be more rows than the first table has.")
    hubs: list[str]
    steps: list[JoinStep]
    sql: str

    @classmethod
    def of(cls, path: JoinPath) -> Self:
        """A join path with its tables as SQL writes them."""
        return cls(
            tables=[written(name) for name in path.tables],
            multiplies=path.multiplies,
            hubs=[written(name) for name in path.hubs],
            steps=[JoinStep.of(step) for step in path.steps],
            sql=path.sql,
        )


class Paths(SchemaAnswer):
    """Join paths, best first; none where no foreign keys connect the two."""

    start: str
    end: str
    paths: list[JoinPathShape]


class PackAnswer(SchemaAnswer):
    """A description of tables that fits a budget."""

    text: str
    tokens: int = Field(description="What the text takes, counted so that it is not more.")
    levels: dict[str, DetailLevel] = Field(description="How far each table asked for is described.")


class ChangeItem(Shape):
    """One change; texts longer than 500 letters are cut."""

    kind: str
    severity: str
    what: str
    table: str | None
    name: str
    attribute: str
    before: str | None
    after: str | None
    reason: str

    @classmethod
    def of(cls, change: SchemaChange) -> Self:
        """A change, its long texts cut."""
        return cls(
            kind=change.kind,
            severity=change.severity,
            what=change.what,
            table=change.table and written(change.table),
            name=change.name,
            attribute=change.attribute,
            before=_cut(change.before),
            after=_cut(change.after),
            reason=change.reason,
        )


class Changes(SchemaAnswer):
    """What changed since an earlier state, the gravest first."""

    since: str = Field(description="Fingerprint of the earlier state.")
    since_at: str
    counts: dict[str, int]
    changes: list[ChangeItem]


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
