"""All that the page shows of one contact, read in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lib.context.compare.diff import Diff, compare
from lib.context.compare.drift import Moment
from lib.context.compare.ledger_interval import Recorded
from lib.context.model import Contact, Evidence, Fact, Interaction
from lib.context.records import Snapshot
from lib.context.store import reads
from lib.context.store.sources import RECENT, as_shown, contact
from lib.database import statement

RUNS = 2_000


@dataclass(frozen=True)
class TimelineRun:
    """One run in the timeline; `version` is None where it made none."""

    run_id: int
    trigger: str
    actor: str
    reason: str | None
    reader: str | None
    model: str | None
    status: str
    base_version: int
    version: int | None
    tokens: int | None
    cost: Decimal | None
    duration_ms: int | None
    error: str | None
    started_at: datetime
    decision: str | None
    saved_at: datetime | None
    valence: Any
    rejected: int
    read_in_part: int = 0
    """Texts of which its reader saw the beginning alone."""


@dataclass(frozen=True)
class ClientView:
    """One contact as it stands; `snapshot` is None before the first refresh."""

    contact: Contact
    snapshot: Snapshot | None
    facts: tuple[Fact, ...]
    recorded: tuple[Recorded, ...]
    steps: tuple[TimelineRun, ...]
    rejected: tuple["RejectedProposal", ...] = ()
    read_in_part: tuple["ReadInPart", ...] = ()

    @cached_property
    def versions(self) -> tuple[int, ...]:
        """The numbers of all versions, newest first."""
        return tuple(step.version for step in self.steps if step.saved_at and step.version)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """When each version was saved and how the client sounded then."""
        return tuple(
            Moment(step.version, step.saved_at, float(step.valence) if isinstance(step.valence, int | float) else None)
            for step in self.steps
            if step.version and step.saved_at
        )

    def saved_at(self, version: int) -> datetime | None:
        """When a version was saved; None where there is no such version."""
        return self._saved.get(version)

    @cached_property
    def _saved(self) -> dict[int, datetime]:
        return {step.version: step.saved_at for step in self.steps if step.version and step.saved_at}

    def fact(self, fact_id: int | None) -> Fact | None:
        """The fact with that id, None where there is none."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)


@dataclass(frozen=True)
class Waiting:
    """How many interactions no run has read, and when the newest was filed."""

    count: int
    newest: datetime | None


def view(connection: Connection, contact_id: UUID) -> ClientView:
    """The contact with its object, ledger and runs; raises `NoContact`."""
    parameters = {"contact_id": contact_id}
    known = contact(connection, contact_id)
    steps = connection.execute(statement("context/client_view/timeline"), parameters | {"limit": RUNS}).mappings()
    return ClientView(
        known,
        snapshot=reads.current(connection, contact_id),
        facts=reads.facts(connection, contact_id),
        recorded=recorded(connection, contact_id),
        steps=tuple(TimelineRun(**row) for row in steps),
        rejected=rejected(connection, contact_id),
        read_in_part=read_in_part(connection, contact_id),
    )


def recorded(connection: Connection, contact_id: UUID) -> tuple[Recorded, ...]:
    """Which evidence came with which version."""
    rows = connection.execute(statement("context/client_view/recorded"), {"contact_id": contact_id})
    return tuple(Recorded(row.fact_id, row.version, Evidence(*row[2:])) for row in rows)


def waiting(connection: Connection, contact_id: UUID, *, now: datetime) -> Waiting:
    """What has been filed about the contact that no run has read."""
    given = {"contact_id": contact_id, "now": now, "settled": now - RECENT}
    row = connection.execute(statement("context/client_view/waiting"), given).one()
    return Waiting(row.waiting, row.newest)


def quoted(connection: Connection, contact_id: UUID, ids: tuple[str, ...]) -> dict[str, Interaction]:
    """The interactions with those ids that are still on file."""
    given = {"contact_id": contact_id, "ids": list(ids)}
    rows = connection.execute(statement("context/client_view/quoted_interactions"), given)
    return {row["id"]: as_shown(Interaction(**row)) for row in rows.mappings()}


@dataclass(frozen=True)
class RejectedProposal:
    """One proposal that was set aside, where to find it, and why."""

    run_id: int
    number: int
    op: str
    kind: str
    type: str
    text: str
    rule: str
    why: str
    quotes: Any
    started_at: datetime


def rejected(connection: Connection, contact_id: UUID, *, limit: int = 50) -> tuple[RejectedProposal, ...]:
    """The proposals that were set aside and not accepted since, newest first."""
    rows = connection.execute(statement("context/client_view/rejected"), {"contact_id": contact_id, "limit": limit})
    return tuple(RejectedProposal(**row) for row in rows.mappings())


@dataclass(frozen=True)
class ReadInPart:
    """One text on file whose author wrote more than the reader was shown, in characters."""

    interaction_id: str
    shown: int
    written: int


def read_in_part(connection: Connection, contact_id: UUID, *, limit: int = 50) -> tuple[ReadInPart, ...]:
    """The texts that were read in part, as they stand on file now, newest first."""
    given = {"contact_id": contact_id, "limit": limit}
    rows = connection.execute(statement("context/client_view/read_in_part"), given)
    return tuple(ReadInPart(**row) for row in rows.mappings())


def changes(connection: Connection, contact_id: UUID, *, old_version: int, new_version: int) -> Diff:
    """What changed between two versions, with the evidence of each change; raises `NoVersion`."""
    old = reads.snapshot(connection, contact_id, old_version)
    new = reads.snapshot(connection, contact_id, new_version)
    return compare(
        old.document,
        new.document,
        old_version=old_version,
        new_version=new_version,
        facts=reads.facts(connection, contact_id),
        recorded=recorded(connection, contact_id),
    )
