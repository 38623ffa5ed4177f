"""What the four source views give, as numbers; kinds, authors and directions are the only words of the site in it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MOST = 1_000_000
"""Rows of a view up to which they are counted; beyond it is "more than a million"."""


@dataclass(frozen=True)
class Totals:
    """How many rows each view gives; `MOST` + 1 stands for more than that."""

    contacts: int
    interactions: int
    opportunities: int
    links: int


@dataclass(frozen=True)
class ContactCounts:
    """What is odd in the contacts that were looked at."""

    looked_at: int
    without_id: int
    repeated: int
    """Further rows of a contact that has one already."""
    without_name: int
    several_addresses: int
    dressed_addresses: int
    """Addresses with a name, a space or brackets around them."""
    no_addresses: int
    """Texts in the place of the address that are none."""
    sharing_an_address: int
    """Contacts whose address another contact has, too."""


@dataclass(frozen=True)
class InteractionCounts:
    """What is odd in the sampled interactions of one kind, author and direction."""

    kind: str
    author: str
    direction: str
    looked_at: int
    without_id: int
    repeated: int
    of_nobody: int
    without_thread: int
    further_in_thread: int
    """Those whose thread has another one in the sample."""
    without_body: int
    html: int
    mime: int
    without_moment: int
    without_change: int
    changed_ahead: int
    changed_now: int
    """Those whose `changed_at` is the moment of looking."""
    changed_as_occurred: int
    changed_before: int
    """Those whose `changed_at` is more than a day before they occurred."""
    edited_unseen: int
    """Those whose text is another than was read, though `changed_at` is older than that reading."""


@dataclass(frozen=True)
class RowCounts:
    """What is odd in the rows of `view`, the one of deals or the one of links."""

    view: str
    looked_at: int
    of_nobody: int
    repeated: int
    without_change: int
    changed_ahead: int
    changed_now: int


@dataclass(frozen=True)
class WholeRead:
    """The tables that are read whole, with their bytes, because no index serves the column of a view."""

    view: str
    column: str
    purpose: str
    tables: tuple[str, ...]
    """The largest first, small ones left out."""
    bytes: int


@dataclass(frozen=True)
class SourceCounts:
    """All of it; a part that took too long or failed is None."""

    totals: Totals | None
    contacts: ContactCounts | None
    interactions: tuple[InteractionCounts, ...] | None
    rows: tuple[RowCounts, ...] | None
    whole_reads: tuple[WholeRead, ...]
    too_slow: tuple[str, ...]
    """The parts that took too long."""
    broken: tuple[tuple[str, str], ...] = ()
    """The parts that failed, each with the SQLSTATE."""

    def words(self, column: str) -> Mapping[str, int]:
        """How many sampled interactions have each kind, author or direction, the commonest first."""
        counted: Counter[str] = Counter()
        for item in self.interactions or ():
            counted[getattr(item, column)] += item.looked_at
        return dict(counted.most_common())

    def sampled(self, which: Callable[[InteractionCounts], bool] = lambda _: True) -> int:
        """How many interactions were looked at, of those that `which` takes."""
        return sum(item.looked_at for item in self.interactions or () if which(item))

    def sampled_odd(self, column: str, which: Callable[[InteractionCounts], bool] = lambda _: True) -> int:
        """How many interactions count in a column, of those that `which` takes."""
        return sum(getattr(item, column) for item in self.interactions or () if which(item))

    @property
    def incoming(self) -> tuple[int, int]:
        """How many sampled messages came to us, and how many of them are words of others than the contact."""

        def is_incoming(item: InteractionCounts) -> bool:
            return item.direction == "in" and item.kind in ("email", "sms")

        return self.sampled(is_incoming), self.sampled(lambda item: is_incoming(item) and item.author == "other")

    def looked_at(self, view: str) -> int:
        """How many rows of a view were looked at."""
        return self.odd(view, "looked_at")

    def odd(self, view: str, column: str) -> int:
        """How many rows of a view count in a column."""
        if view == "crm_source_interaction":
            return self.sampled_odd(column)
        if view == "crm_source_contact":
            return 0 if self.contacts is None else int(getattr(self.contacts, column))
        return sum(getattr(item, column) for item in self.rows or () if item.view == view)
