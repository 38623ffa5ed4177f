"""Whether two readings of the same texts found the same: what was taken on, matched by overlapping quotes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lib.context.alignment.figures import ReaderVersion
from lib.context.model import Verdict
from lib.context.share import Share

TAKEN = ("applied", "reinforced", "disputed")
"""The verdicts after which a proposal counts as found."""


@dataclass(frozen=True)
class QuotePlace:
    """Where a quote stands: the interaction and the offsets in its text."""

    interaction_id: str
    start: int
    end: int

    def overlaps(self, other: "QuotePlace") -> bool:
        """Whether both hold a common sign of one text."""
        return self.interaction_id == other.interaction_id and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Taken:
    """One proposal that was taken on: its kind, what it says, and the places of its quotes."""

    kind: str
    text: str
    places: tuple[QuotePlace, ...]

    def matches(self, other: "Taken") -> bool:
        """Whether both are of one kind and rest on overlapping words."""
        return self.kind == other.kind and any(one.overlaps(two) for one in self.places for two in other.places)


@dataclass(frozen=True)
class Agreement:
    """What two readings found of the same texts: both of them, the earlier alone, the one now alone."""

    both: int
    earlier: tuple[Taken, ...]
    now: tuple[Taken, ...]


@dataclass(frozen=True)
class Reread:
    """One reading, read again by another reader; `agreement` is None where that one failed."""

    contact_id: UUID
    run_id: int
    version: ReaderVersion
    """The reader of then."""
    agreement: Agreement | None


@dataclass(frozen=True)
class RereadTotal:
    """What all of them come to, for one reader of then."""

    version: ReaderVersion
    readings: int
    failed: int
    both: int
    earlier: int
    now: int

    @property
    def share(self) -> Share:
        """What both found, of all that either found."""
        return Share(self.both, self.both + self.earlier + self.now)


def agreement(earlier: Sequence[Taken], now: Sequence[Taken]) -> Agreement:
    """Each proposal is matched with at most one of the other reading, in order."""
    left, alone, both = list(now), [], 0
    for item in earlier:
        match = next((number for number, other in enumerate(left) if item.matches(other)), None)
        if match is None:
            alone.append(item)
        else:
            del left[match]
            both += 1
    return Agreement(both, tuple(alone), tuple(left))


def totals(rereads: Iterable[Reread]) -> tuple[RereadTotal, ...]:
    """A line for each reader of then, in order of its name."""
    by_version: dict[ReaderVersion, list[Reread]] = {}
    for item in rereads:
        by_version.setdefault(item.version, []).append(item)
    return tuple(_total(version, group) for version, group in sorted(by_version.items()))


def _total(version: ReaderVersion, rereads: Sequence[Reread]) -> RereadTotal:
    agreements = [item.agreement for item in rereads if item.agreement is not None]
    return RereadTotal(
        version,
        readings=len(rereads),
        failed=len(rereads) - len(agreements),
        both=sum(item.both for item in agreements),
        earlier=sum(len(item.earlier) for item in agreements),
        now=sum(len(item.now) for item in agreements),
    )


def taken_then(operations: Iterable[Mapping[str, Any]], read: Sequence[str]) -> list[Taken]:
    """What a stored run took on, as far as it rests on the interactions in `read`."""
    made = (
        Taken(
            item["kind"],
            item["text"],
            tuple(
                QuotePlace(quote["interaction_id"], quote["start"], quote["end"])
                for quote in item.get("evidence", ())
                if quote["interaction_id"] in read
            ),
        )
        for item in operations
        if item.get("verdict") in TAKEN
    )
    return [item for item in made if item.places]


def taken_now(verdicts: Iterable[Verdict], read: Sequence[str]) -> list[Taken]:
    """What the policy took on of an answer, as far as it rests on the interactions in `read`."""
    made = (
        Taken(
            item.operation.kind,
            item.operation.text,
            tuple(
                QuotePlace(quote.interaction_id, quote.start, quote.end)
                for quote in item.evidence
                if quote.interaction_id in read
            ),
        )
        for item in verdicts
        if item.verdict in TAKEN
    )
    return [item for item in made if item.places]
