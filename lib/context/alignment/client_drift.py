"""What moves over all clients: who turns, what is old, disputed, contradicted or promised. Names, no score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lib.context.alignment.promised import ClientPromise

MOST = 20
"""So many of each part are told, the most pressing."""
LATELY = timedelta(days=90)
"""In which time a relationship turns."""
OLD, LONG_DISPUTE = timedelta(days=180), timedelta(days=14)
"""After so long without a word a fact is old, and a dispute has waited for long."""


@dataclass(frozen=True)
class Delay:
    """How long one side takes to answer, the median in hours of so many answers."""

    hours: float
    replies: int


@dataclass(frozen=True)
class Turn:
    """A client who sounds clearly better or worse than before, with the words that tell it."""

    contact_id: UUID
    name: str
    valence: float
    valence_before: float
    before_at: datetime
    labels: int
    """Messages since then whose sound is known."""
    quote: str
    interaction_id: str
    said_at: datetime | None
    ours: Delay | None
    ours_before: Delay | None
    theirs: Delay | None
    theirs_before: Delay | None

    @property
    def falls(self) -> bool:
        """Whether it turns for the worse."""
        return self.valence < self.valence_before


@dataclass(frozen=True)
class OldFact:
    """A fact that stands although nobody has said it for long; `count` is how many of its kind there are."""

    contact_id: UUID
    name: str
    fact_id: int
    kind: str
    text: str
    confirmed_at: datetime | None
    count: int


@dataclass(frozen=True)
class OpenDispute:
    """A fact that has been disputed for long."""

    contact_id: UUID
    name: str
    fact_id: int
    text: str
    since: datetime


@dataclass(frozen=True)
class ContradictedMonth:
    """How many facts a month contradicted beside how many it added, and whose."""

    month: date
    contradicted: int
    added: int
    contacts: tuple[UUID, ...]


@dataclass(frozen=True)
class ClientDrift:
    """All of it at one moment, the most pressing of each part first."""

    as_of: datetime
    turning: tuple[Turn, ...]
    old: tuple[OldFact, ...]
    disputes: tuple[OpenDispute, ...]
    contradictions: tuple[ContradictedMonth, ...]
    overdue: tuple[ClientPromise, ...]
    names: Mapping[UUID, str]
    """What the contacts behind the months are called."""
