"""What the workers and people have done: runs, days, contacts, verdicts; read for the activity view."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lib.database import statement

LAST_RUNS = 50
CONTACTS = 20
WATCHED_RUNS = 30
"""So many runs with proposals and no contradiction among them are a sign that contradictions are not seen any more."""


@dataclass(frozen=True)
class RunLine:
    """One run."""

    run_id: int
    contact_id: UUID
    name: str
    trigger: str
    actor: str
    reader: str | None
    model: str | None
    status: str
    version: int | None
    tokens: int
    cost: Decimal | None
    duration_ms: int | None
    error: str | None
    started_at: datetime


@dataclass(frozen=True)
class DayUse:
    """One day (UTC); `cost` is None where no price is known."""

    day: date
    runs: int
    saved: int
    failed: int
    tokens: int
    cost: Decimal | None


@dataclass(frozen=True)
class ContactUse:
    """What the runs of one contact have used."""

    contact_id: UUID
    name: str
    runs: int
    tokens: int
    cost: Decimal | None


@dataclass(frozen=True)
class VerdictCount:
    """How often proposals got one verdict by one rule."""

    verdict: str
    rule: str
    proposals: int


@dataclass(frozen=True)
class Contradictions:
    """Contradictions among the proposals of the newest runs that proposed something."""

    runs: int
    proposals: int
    contradictions: int

    @property
    def share(self) -> float | None:
        """Their share of all proposals, None where there were none."""
        return self.contradictions / self.proposals if self.proposals else None

    @property
    def is_suspicious(self) -> bool:
        """Whether enough runs went by without a single one."""
        return self.runs >= WATCHED_RUNS and not self.contradictions


@dataclass(frozen=True)
class SetAside:
    """One message that is passed over because every answer with it failed."""

    contact_id: UUID
    name: str
    interaction_id: str
    started_at: datetime
    error: str | None


@dataclass(frozen=True)
class Activity:
    """All of it; days, contacts, verdicts and set-aside messages count from `since`."""

    since: datetime
    runs: tuple[RunLine, ...]
    days: tuple[DayUse, ...]
    contacts: tuple[ContactUse, ...]
    verdicts: tuple[VerdictCount, ...]
    contradictions: Contradictions
    set_aside: tuple[SetAside, ...]

    @property
    def accepted(self) -> float | None:
        """The share of proposals that were not rejected, None where there were none."""
        total = sum(item.proposals for item in self.verdicts)
        rejected = sum(item.proposals for item in self.verdicts if item.verdict == "rejected")
        return (total - rejected) / total if total else None


def activity(connection: Connection, *, since: datetime) -> Activity:
    """What was done since a moment, and the newest runs whatever their age."""

    def rows(name: str, **values: object) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(statement(f"context/activity/{name}"), values).mappings()]

    return Activity(
        since=since,
        runs=tuple(RunLine(**row) for row in rows("runs", limit=LAST_RUNS)),
        days=tuple(DayUse(**row) for row in rows("days", since=since)),
        contacts=tuple(ContactUse(**row) for row in rows("contacts", since=since, limit=CONTACTS)),
        verdicts=tuple(VerdictCount(**row) for row in rows("verdicts", since=since)),
        contradictions=Contradictions(**rows("contradictions", runs=WATCHED_RUNS)[0]),
        set_aside=tuple(SetAside(**row) for row in rows("set_aside", since=since, limit=CONTACTS)),
    )
