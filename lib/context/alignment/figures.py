"""What people later made of what readers did, and how old what stands is: shares, each with what is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lib.context.share import Share
from lib.context.text.normalize import one_line, shortened

LONGEST_WORDS = 80
"""Signs of what a counted thing says."""
AGES = ("up to 30 days", "31 to 90 days", "91 to 365 days", "more than a year")
"""The ages since a fact was last said, by the number that `sql/context/alignment/ages.sql` gives them."""


@dataclass(frozen=True)
class Counted:
    """One thing that a figure counts: a contact's fact or message, or else a proposal that a run has set aside."""

    contact_id: UUID
    words: str
    """The beginning of what it says."""
    fact_id: int | None = None
    interaction_id: str = ""


@dataclass(frozen=True)
class Figure:
    """A share, and what is behind it: the first of what it counts, where that is much."""

    share: Share
    behind: tuple[Counted, ...] = ()


def beginning(words: str) -> str:
    """The first words of what a counted thing says, on one line."""
    return shortened(one_line(words), LONGEST_WORDS)


NOTHING = Figure(Share(0, 0))


@dataclass(frozen=True, order=True)
class ReaderVersion:
    """A reader with its model, "" for none, and the version of its prompt."""

    reader: str
    model: str
    prompt_version: str

    def __str__(self) -> str:
        name = self.model or self.reader
        return f"{name}, prompt {self.prompt_version}" if self.prompt_version else name


@dataclass(frozen=True)
class ReaderFigures:
    """What became of the work of one reader."""

    version: ReaderVersion
    readings: int
    first_at: datetime
    last_at: datetime
    taken_back: Figure
    """Of the facts that it stated, those that people retracted or corrected."""
    accepted: Figure
    """Of its proposals that were set aside, those that people accepted."""
    undone: Figure
    """Of the facts that it ended, those that people stated again."""


@dataclass(frozen=True)
class RuleWeek:
    """How often one rule set aside what one reader proposed in the week that began on `week`."""

    week: date
    version: ReaderVersion
    rule: str
    figure: Figure


@dataclass(frozen=True)
class AgeFigure:
    """How many of the facts of one kind were last said so long ago; `age` is a place in `AGES`."""

    kind: str
    age: int
    figure: Figure


@dataclass(frozen=True)
class CoverageFigure:
    """How many of the messages in one language ("" where it cannot be told), of one channel, gave nothing."""

    language: str
    channel: str
    figure: Figure


@dataclass(frozen=True)
class Alignment:
    """All of it; what readers did counts since a moment, at most their newest readings."""

    since: datetime
    readers: tuple[ReaderFigures, ...]
    rules: tuple[RuleWeek, ...]
    ages: tuple[AgeFigure, ...]
    flip_flops: Figure
    """Of the facts that ended, those after which what had stood before came back."""
    disputes: Figure
    """Of the disputed facts, those that wait for a decision for long."""
    coverage: tuple[CoverageFigure, ...]
    names: Mapping[UUID, str]
    """What the contacts of what is behind the figures are called."""

    @property
    def contacts(self) -> tuple[UUID, ...]:
        """The contacts of what is behind all figures."""
        return tuple(dict.fromkeys(item.contact_id for figure in self._figures() for item in figure.behind))

    def _figures(self) -> tuple[Figure, ...]:
        by_people = [f for item in self.readers for f in (item.taken_back, item.accepted, item.undone)]
        rules = [item.figure for item in self.rules]
        ages = [item.figure for item in self.ages]
        return (*by_people, *rules, *ages, *[item.figure for item in self.coverage], self.flip_flops, self.disputes)
