"""What a database's schema is: frozen values that introspection makes and everything else reads.

Names are never joined: a table is known by `(schema, name)`, because both parts may hold dots, quotes and spaces.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

TableKind = Literal["table", "partitioned table", "view", "materialized view", "foreign table"]
Action = Literal["NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"]
TableName = tuple[str, str]
"""Schema and name of a table."""


@dataclass(frozen=True)
class Column:
    """One column, its type written as Postgres prints it."""

    name: str
    position: int
    type: str
    nullable: bool
    default: str | None = None
    identity: Literal["always", "by default"] | None = None
    generated: str | None = None
    generated_kind: Literal["stored", "virtual"] | None = None
    collation: str | None = None
    comment: str | None = None
    is_pk: bool = False
    is_fk: bool = False
    is_inherited: bool = False
    type_name: TableName | None = None
    """Schema and name of the enum or domain that is the type, where it is one (arrays: of the element)."""

    @property
    def is_required(self) -> bool:
        """Whether each new row must give it a value: it takes no null and makes none by itself."""
        return not (self.nullable or self.default or self.identity or self.generated)


@dataclass(frozen=True)
class Key:
    """A primary key or a unique constraint."""

    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    deferrable: bool = False
    initially_deferred: bool = False
    nulls_not_distinct: bool = False
    period: bool = False
    comment: str | None = None
    is_inherited: bool = False


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key; `columns[i]` refers to `other_columns[i]`."""

    name: str
    columns: tuple[str, ...]
    other_schema: str
    other_table: str
    other_columns: tuple[str, ...]
    on_delete: Action = "NO ACTION"
    on_update: Action = "NO ACTION"
    set_columns: tuple[str, ...] = ()
    """The columns that ON DELETE SET NULL or SET DEFAULT (column, ...) names; empty: all."""
    match: Literal["SIMPLE", "FULL", "PARTIAL"] = "SIMPLE"
    deferrable: bool = False
    initially_deferred: bool = False
    validated: bool = True
    enforced: bool = True
    period: bool = False
    comment: str | None = None
    is_inherited: bool = False

    @property
    def other(self) -> TableName:
        """The table referred to."""
        return self.other_schema, self.other_table


@dataclass(frozen=True)
class Check:
    """A check constraint; `definition` as Postgres prints it, None while a lock hid it from us."""

    name: str
    definition: str | None
    columns: tuple[str, ...] = ()
    validated: bool = True
    enforced: bool = True
    no_inherit: bool = False
    comment: str | None = None
    is_inherited: bool = False


@dataclass(frozen=True)
class NotNull:
    """A not-null constraint that says more than its column's `nullable`: rows of Postgres 18 and later."""

    name: str
    column: str
    validated: bool = True
    no_inherit: bool = False
    comment: str | None = None
    is_inherited: bool = False


@dataclass(frozen=True)
class Exclusion:
    """An exclusion constraint."""

    name: str
    definition: str | None
    columns: tuple[str, ...] = ()
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None
    is_inherited: bool = False


@dataclass(frozen=True)
class Index:
    """An index; a key that is an expression stands in `columns` as None."""

    name: str
    columns: tuple[str | None, ...]
    unique: bool = False
    primary: bool = False
    method: str = "btree"
    include: tuple[str, ...] = ()
    predicate: str | None = None
    definition: str | None = None
    valid: bool = True
    nulls_not_distinct: bool = False
    is_constraint: bool = False
    """Whether a primary key, unique or exclusion constraint owns it."""
    is_inherited: bool = False
    comment: str | None = None
    size: int | None = None
    """Bytes, None where unknown."""


@dataclass(frozen=True)
class Trigger:
    """A trigger of a person; the ones that implement constraints are left out."""

    name: str
    definition: str | None
    function: str
    timing: Literal["BEFORE", "AFTER", "INSTEAD OF"] = "AFTER"
    events: tuple[str, ...] = ()
    level: Literal["ROW", "STATEMENT"] = "ROW"
    enabled: Literal["origin", "disabled", "replica", "always"] = "origin"
    is_inherited: bool = False
    comment: str | None = None


@dataclass(frozen=True)
class Policy:
    """A row-level security policy."""

    name: str
    command: Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"] = "ALL"
    permissive: bool = True
    roles: tuple[str, ...] = ("PUBLIC",)
    using: str | None = None
    check: str | None = None
    comment: str | None = None


@dataclass(frozen=True)
class Read:
    """What a view reads: a table, and the columns of it that the view names."""

    schema: str
    table: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table, view, materialized view or foreign table, complete."""

    schema: str
    name: str
    kind: TableKind = "table"
    columns: tuple[Column, ...] = ()
    primary_key: Key | None = None
    unique: tuple[Key, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    not_nulls: tuple[NotNull, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    policies: tuple[Policy, ...] = ()
    rls: bool = False
    rls_forced: bool = False
    comment: str | None = None
    definition: str | None = None
    """The query of a view."""
    reads: tuple[Read, ...] = ()
    partition_of: TableName | None = None
    partition_key: str | None = None
    partition_bound: str | None = None
    inherits: tuple[TableName, ...] = ()
    persistence: Literal["permanent", "unlogged"] = "permanent"
    options: tuple[str, ...] = ()
    server: str | None = None
    """The server of a foreign table."""
    of_type: str | None = None
    """The composite type of a typed table."""
    extension: str | None = None
    """The extension that owns it, where one does."""
    owner: str | None = None
    row_estimate: int | None = None
    """The planner's estimate; None where the table was never analysed (unknown is not 0)."""
    size: int | None = None
    """Bytes of the table, its indexes and its TOAST, by pages; None where there is nothing to measure."""
    privileges: tuple[str, ...] = ()
    """What the connected role may do with it: SELECT, INSERT, UPDATE, DELETE, …"""
    api_roles: tuple[str, ...] = ()
    """Which of anon, authenticated (whom Supabase's API serves) and PUBLIC may read or write rows of it; none in a
    database without such a role: what everybody may do there, no API does.
    """
    oid: int | None = field(default=None, compare=False)
    """Its number in the catalog, by which it is known whatever it is called; None where it was not read from one."""
    concern: str = ""
    concern_rule: str = ""
    """Which rule put it into its concern, in words."""
    concern_inferred: bool = False

    @property
    def key(self) -> TableName:
        """Schema and name: what a table is known by."""
        return self.schema, self.name

    @cached_property
    def column_named(self) -> dict[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}


@dataclass(frozen=True)
class Enum:
    """An enumerated type, its labels in order."""

    schema: str
    name: str
    labels: tuple[str, ...]
    comment: str | None = None
    extension: str | None = None


@dataclass(frozen=True)
class Domain:
    """A type made from another with rules of its own."""

    schema: str
    name: str
    base: str
    not_null: bool = False
    not_null_name: str | None = None
    """The name of its not-null constraint where that is not the usual one (Postgres 18 and later)."""
    default: str | None = None
    checks: tuple[Check, ...] = ()
    collation: str | None = None
    comment: str | None = None
    extension: str | None = None


@dataclass(frozen=True)
class Sequence:
    """A sequence and the column that owns it, where one does."""

    schema: str
    name: str
    type: str = "bigint"
    start: int = 1
    increment: int = 1
    minimum: int = 1
    maximum: int = 9223372036854775807
    cache: int = 1
    cycle: bool = False
    owned_by: tuple[str, str, str] | None = None
    """Schema, table and column."""
    is_identity: bool = False
    comment: str | None = None
    persistence: Literal["permanent", "unlogged"] = "permanent"
    extension: str | None = None


@dataclass(frozen=True)
class Namespace:
    """One schema of the database."""

    name: str
    owner: str | None = None
    comment: str | None = None
    usable: bool = True
    """Whether the connected role has USAGE on it."""


@dataclass(frozen=True)
class Extension:
    """An installed extension."""

    name: str
    version: str
    schema: str
    comment: str | None = None


@dataclass(frozen=True)
class Counts:
    """How many tables (of every kind) the database has, and why some of them are not shown."""

    seen: int
    shown: int
    partitions: int = 0
    """Folded into the table that they are parts of."""
    extension_owned: int = 0
    """Folded into the extension that made them."""
    hidden: int = 0
    """In schemas hidden by default."""


FROM_STANDBY = "; read from a standby"
"""How the scope of a schema ends that a standby has."""


@dataclass(frozen=True)
class Schema:
    """The whole schema of one database at one moment."""

    database: str
    server_version: int
    """As `server_version_num`: 180006 is 18.6."""
    as_of: str
    """ISO 8601 with zone, the server's clock."""
    role: str = ""
    tables: tuple[Table, ...] = ()
    enums: tuple[Enum, ...] = ()
    domains: tuple[Domain, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    namespaces: tuple[Namespace, ...] = ()
    extensions: tuple[Extension, ...] = ()
    fingerprint: str = ""
    catalog_mark: str = ""
    scope: str = "whole database"
    """What of the database this is, in words: a partial one says what it is a part of."""
    hidden: tuple[str, ...] = ()
    """Schemas left out by default: Supabase's own."""
    kept_texts: tuple[TableName, ...] = ()
    """Tables whose texts were locked at `as_of` and stand here as of an earlier reading."""
    counts: Counts | None = None
    """What was seen, folded and hidden in the whole database; None before rules were applied."""
    foreign: tuple[TableName, ...] = field(default=(), compare=False)
    """Tables outside the scope that foreign keys inside it refer to."""
    is_standby: bool = False
    """Whether a standby was read, which may be a little behind its primary."""

    @property
    def told_scope(self) -> str:
        """The scope with a word of the standby, as documents and answers say it."""
        return self.scope + FROM_STANDBY * self.is_standby

    @cached_property
    def table_named(self) -> dict[TableName, Table]:
        """The tables by schema and name."""
        return {table.key: table for table in self.tables}

    @cached_property
    def incoming(self) -> dict[TableName, tuple[tuple[Table, ForeignKey], ...]]:
        """For each table referred to, the foreign keys that do and the tables they stand in."""
        references_to: dict[TableName, list[tuple[Table, ForeignKey]]] = {}
        for table in self.tables:
            for foreign_key in table.foreign_keys:
                references_to.setdefault(foreign_key.other, []).append((table, foreign_key))
        return {name: tuple(references) for name, references in references_to.items()}
