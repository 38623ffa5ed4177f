"""The shapes of the answers about a schema."""

from typing import Any

from pydantic import BaseModel, Field

from lib.agent_answer import AgentAnswer
from lib.schema.export.pack import Level


class SchemaAnswer(AgentAnswer):
    """An answer about a schema, with its stamp."""

    database: str
    as_of: str = Field(description="When the schema was read.")
    fingerprint: str = Field(description="Moves exactly when the schema changes.")
    scope: str = Field(description="What of the database this was looked for in.")


class Concern(BaseModel):
    """One group of tables."""

    concern: str
    tables: int
    refers_to: dict[str, int] = Field(description="Foreign keys to other concerns.")


class Concerns(SchemaAnswer):
    """The concerns of the database."""

    concerns: list[Concern]


class HitShape(BaseModel):
    """One place where the words were found."""

    kind: str
    table: str | None = Field(description="As SQL writes it; null for a type that no column has.")
    column: str | None
    name: str = Field(description="What matched: a name, a type, a label or a comment.")
    score: float


class SearchAnswer(SchemaAnswer):
    """Where words occur, best first."""

    hits: list[HitShape]


class TableAnswer(SchemaAnswer):
    """One table, as in the published schema document."""

    table: dict[str, Any]


class Neighbour(BaseModel):
    """One table near those asked for."""

    table: str
    hops: int
    kind: str
    row_estimate: int | None
    comment: str | None
    joining_columns: list[str]


class RelationShape(BaseModel):
    """One foreign key; the columns stand in pairs."""

    table: str
    columns: list[str]
    refers_to: str
    other_columns: list[str]
    on_delete: str


class Neighbours(SchemaAnswer):
    """The tables near others, nearest first, and the relations among them."""

    tables: list[Neighbour]
    relations: list[RelationShape]
    hubs: list[str] = Field(description="Tables that join almost everything: not gone on from.")
    behind_hubs: int


class JoinStep(BaseModel):
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


class JoinPathShape(BaseModel):
    """One way to join the two tables."""

    tables: list[str]
    multiplies: bool = Field(description="Whether there may be more rows than the first table has.")
    hubs: list[str]
    steps: list[JoinStep]
    sql: str


class Paths(SchemaAnswer):
    """Join paths, best first; none where no foreign keys connect the two."""

    start: str
    end: str
    paths: list[JoinPathShape]


class PackAnswer(SchemaAnswer):
    """A description of tables that fits a budget."""

    text: str
    tokens: int = Field(description="What the text takes, counted so that it is not more.")
    levels: dict[str, Level] = Field(description="How far each table asked for is described.")


class ChangeItem(BaseModel):
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


class Changes(SchemaAnswer):
    """What changed since an earlier state, the gravest first."""

    since: str = Field(description="Fingerprint of the earlier state.")
    since_at: str
    counts: dict[str, int]
    changes: list[ChangeItem]
