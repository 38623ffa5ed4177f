"""One change between two states of a schema, and how grave it is for the programs that read or write there."""

from dataclasses import dataclass
from typing import Literal

from lib.schema.model import TableName

Severity = Literal["breaking", "risky", "harmless"]
SEVERITIES: tuple[Severity, ...] = ("breaking", "risky", "harmless")
SchemaChangeKind = Literal["added", "removed", "altered"]
Assessment = tuple[Severity, str]
"""A severity and why."""


@dataclass(frozen=True)
class SchemaChange:
    """One event; `breaking` stops programs that worked, `risky` may surprise them, `harmless` only adds or explains."""

    kind: SchemaChangeKind
    severity: Severity
    what: str
    """table, column, primary key, unique key, foreign key, check, exclusion, index, trigger, policy, type, …"""
    table: TableName | None
    """The table under its new name; None for what stands outside of tables."""
    name: str
    """The column, constraint, type …; the table's own name where it is the table."""
    attribute: str
    """What of it was altered: name, type, nullable, default, …; "" where it came or went."""
    before: str | None
    after: str | None
    reason: str
    """Why it has this severity, in one sentence."""


def change(
    kind: SchemaChangeKind,
    judgement: Assessment,
    *,
    what: str,
    table: TableName | None,
    name: str,
    attribute: str = "",
    before: object = None,
    after: object = None,
) -> SchemaChange:
    """A change, its values as text; None stays None."""
    return SchemaChange(
        kind=kind,
        severity=judgement[0],
        what=what,
        table=table,
        name=name,
        attribute=attribute,
        before=None if before is None else str(before),
        after=None if after is None else str(after),
        reason=judgement[1],
    )
