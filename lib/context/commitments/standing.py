"""How a promise stands: open, overdue, perhaps done, done or withdrawn; by its words, its day and what came after."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Literal

from lib.context.commitments.promises import DueKind, due_of
from lib.context.evidence.quotes.source import Source
from lib.context.evidence.relatedness import label_stems
from lib.context.model import KINDS, PROMISERS, Author, Evidence, Fact
from lib.context.text.languages import shared_languages

CommitmentState = Literal["open", "overdue", "perhaps done", "done", "withdrawn"]
MOST_LATER = 20
"""Messages since a promise that may show it kept, the first: however long a conversation goes on."""
ENOUGH = 2
"""Words that a later message of the promiser's in the conversation shares with a promise that it perhaps keeps."""
DONE = "Done"
"""How the reason begins with which a person takes a promise off because it is kept."""


@dataclass(frozen=True)
class Commitment:
    """One promise: the fact, who gave it in which words, until when, and how it stands."""

    fact: Fact
    by: Author
    quote: str
    source: str
    said_at: datetime
    due: date | None
    due_kind: DueKind
    state: CommitmentState

    @property
    def is_ours(self) -> bool:
        """Whether our side gave it."""
        return self.by == "us"


def commitments(facts: Sequence[Fact], sources: Sequence[Source], now: datetime) -> Iterator[Commitment]:
    """The promises among the facts as they stand at `now`, in ledger order; `sources` are in order of time."""
    for fact in facts:
        if KINDS[fact.kind].is_promise:
            yield _commitment(fact, sources, now)


def open_state(text: str, later: Iterable[str], *, due: date | None, now: datetime) -> CommitmentState:
    """How a promise stands that nobody has said is kept; `later` is what its giver wrote in the conversation since."""
    if any(_shared(text, other) >= ENOUGH for other in later):
        return "perhaps done"
    return "overdue" if due is not None and due < now.date() else "open"


def due_on(text: str, quote: str | None, said_at: datetime) -> tuple[date | None, DueKind]:
    """The day that a promise names, in its text or else in the words it was given in, and how it names it."""
    due, kind = due_of(text, said_at.date())
    return (due, kind) if due is not None or quote is None else due_of(quote, said_at.date())


def overdue_since(item: Commitment) -> date | None:
    """The first day on which an open promise is overdue; None without a day."""
    return item.due + timedelta(days=1) if item.due is not None else None


def _commitment(fact: Fact, sources: Sequence[Source], now: datetime) -> Commitment:
    supports = [item for item in fact.evidence if item.stance == "supports"]
    words = max(supports, key=lambda item: item.occurred_at, default=None)  # given again, it counts from then
    said_at = words.occurred_at if words else fact.added_at or now
    due, kind = due_on(fact.text, words.quote if words else None, said_at)
    return Commitment(
        fact,
        by=PROMISERS.get(fact.type, "us"),
        quote=words.quote if words else fact.text,
        source=words.interaction_id if words else "",
        said_at=said_at,
        due=due,
        due_kind=kind,
        state=_state(fact, words, due=due, sources=sources, now=now),
    )


def _state(
    fact: Fact, words: Evidence | None, *, due: date | None, sources: Sequence[Source], now: datetime
) -> CommitmentState:
    if fact.status == "contradicted":
        return "done"
    if fact.status == "retracted":
        return "done" if (fact.reason or "").startswith(DONE) else "withdrawn"
    return open_state(fact.text, islice(_later(fact, words, sources), MOST_LATER), due=due, now=now)


def _later(fact: Fact, words: Evidence | None, sources: Sequence[Source]) -> Iterator[str]:
    """What who promised wrote in the same conversation since, in order of time."""
    here = next((item.interaction for item in sources if words and item.interaction.id == words.interaction_id), None)
    if words is None or here is None or not here.thread_id:
        return
    by = PROMISERS.get(fact.type, "us")
    for source in sources[bisect_right(sources, words.occurred_at, key=lambda item: item.at) :]:
        there = source.interaction
        is_written = {there.kind, here.kind} <= {"email", "sms"}
        if source.author == by and there.thread_id == here.thread_id and (is_written or there.kind == here.kind):
            yield source.own_ends


def _shared(text: str, other: str) -> int:
    return max(
        (len(label_stems(text, code) & label_stems(other, code)) for code in shared_languages(text, other)), default=0
    )
