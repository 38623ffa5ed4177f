"""What changed between two context objects, section by section, joined with the ledger of facts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from lib.context.compare import matching
from lib.context.compare.ledger_interval import Interval, Recorded
from lib.context.model import KINDS, Evidence, Fact, has_rows

ChangeKind = Literal["added", "removed", "changed", "contradicted", "retracted", "restored", "disputed", "restated"]
SECTIONS = (
    "summary",
    "key_facts",
    "roles",
    "relationship_status",
    "opportunities",
    "risks",
    "open_threads",
    "emotion_trend",
    "system_links",
)
DERIVED = frozenset({"open_threads", "emotion_trend", "system_links"})
"""Sections that queries alone write; beside typed facts stand derived items too, which the ledger does not know."""
IGNORED = frozenset({"contact_id", "last_updated_at"})


@dataclass(frozen=True)
class ContextChange:
    """One item that differs, or a fact that stayed and was stated again or disputed (`old` equals `new` then)."""

    section: str
    kind: ChangeKind
    old: Any = None
    new: Any = None
    is_derived: bool = False
    fact: int | None = None
    """The fact that `old` states; where there is none, the fact that `new` states."""
    successor: int | None = None
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ, where both sides have fields."""
        if not (isinstance(self.old, dict) and isinstance(self.new, dict)):
            return ()
        return tuple(name for name in {**self.old, **self.new} if not same(self.old.get(name), self.new.get(name)))


@dataclass(frozen=True)
class Diff:
    """All changes from one version to another."""

    old_version: int
    new_version: int
    changes: tuple[ContextChange, ...]

    def of(self, section: str, *, derived: bool) -> tuple[ContextChange, ...]:
        """The changes of one section that are (or are not) derived."""
        return tuple(item for item in self.changes if item.section == section and item.is_derived == derived)

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that changed, in the order of the object."""
        return tuple(dict.fromkeys(item.section for item in self.changes))

    @property
    def counts(self) -> dict[str, int]:
        """How many changes of each kind, derived ones as "derived"."""
        return dict(Counter("derived" if item.is_derived else item.kind for item in self.changes))


def compare(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    old_version: int = 0,
    new_version: int = 0,
    facts: Sequence[Fact] = (),
    recorded: Iterable[Recorded] = (),
) -> Diff:
    """The changes from `old` to `new`, two stored objects that need not validate.

    `facts` is the contact's whole ledger and `recorded` says which evidence came with which version. Seen backwards,
    each change is the forward one with its sides swapped.
    """
    if old_version > new_version:
        return swapped(
            compare(new, old, old_version=new_version, new_version=old_version, facts=facts, recorded=recorded)
        )
    interval = Interval(facts, recorded, old_version=old_version, new_version=new_version)
    names = [*SECTIONS, *sorted(({*old} | {*new}) - {*SECTIONS} - IGNORED)]
    changes = [item for name in names for item in _section(name, interval, old=old.get(name), new=new.get(name))]
    return Diff(old_version, new_version, (*changes, *_standing(old, new, interval)))


def swapped(diff: Diff) -> Diff:
    """The same changes seen from the other side."""
    other: dict[str, ChangeKind] = {"added": "removed", "removed": "added"}
    changes = tuple(
        replace(item, kind=other.get(item.kind, item.kind), old=item.new, new=item.old) for item in diff.changes
    )
    return Diff(diff.new_version, diff.old_version, changes)


def same(old: Any, new: Any) -> bool:
    """Whether two values say the same; lists whatever their order."""
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return matching.unequal(old, new) == ([], [])
    if isinstance(old, dict) and isinstance(new, dict):
        return all(same(old.get(name), new.get(name)) for name in {**old, **new})
    return matching.canonical([old]) == matching.canonical([new])


def _section(name: str, interval: Interval, *, old: Any, new: Any) -> Iterator[ContextChange]:
    if not (_is_list(old) and _is_list(new)):
        if not same(old, new):
            kind: ChangeKind = "added" if old is None else "removed" if new is None else "changed"
            yield ContextChange(name, kind, old=old, new=new, is_derived=name in DERIVED)
        return
    # two stated opportunities of one type and value are equal items, yet different facts
    gone, come = (old, new) if has_rows(name) else matching.unequal(old, new)
    before, after = interval.stated(name, gone, come)
    yield from _stated(name, interval, before=before, after=after)
    gone, _ = matching.unequal(gone, [*before.values()])
    come, _ = matching.unequal(come, [*after.values()])
    is_derived = name in DERIVED or any(kind.section == name and kind.has_type for kind in KINDS.values())
    for left, right in matching.alike(name, *matching.unequal(gone, come)):
        kind = "added" if left is None else "removed" if right is None else "changed"
        yield ContextChange(name, kind, old=left, new=right, is_derived=is_derived)


def _stated(
    name: str, interval: Interval, *, before: Mapping[int, Any], after: Mapping[int, Any]
) -> Iterator[ContextChange]:
    """The changes of items that the ledger knows: an ended fact joined with its successor, then the new ones."""
    arrived = {number: item for number, item in after.items() if number not in before}
    for number, item in before.items():
        fact = interval.facts[number]
        if number in after:
            if not same(item, after[number]):
                fresh = interval.fresh(number)
                yield ContextChange(name, "changed", old=item, new=after[number], fact=number, evidence=fresh)
            continue
        successor = interval.successor(fact, among=arrived)
        new = arrived.pop(successor.id) if successor else None
        ended: ChangeKind = "contradicted" if fact.superseded_by else _ENDED.get(fact.status, "removed")
        yield ContextChange(
            name,
            ended,
            old=item,
            new=new,
            fact=fact.id,
            successor=fact.superseded_by,
            reason=fact.reason or "",
            evidence=interval.evidence_against(fact),
        )
    for number, item in arrived.items():
        fact = interval.facts[number]
        yield ContextChange(
            name,
            "restored" if fact.restores else "added",
            new=item,
            fact=number,
            reason=fact.reason if fact.is_current and fact.reason else "",
            evidence=fact.evidence,
        )


def _is_list(value: Any) -> bool:
    """Whether it is a list of items; a list of anything else is compared whole."""
    return isinstance(value, list | tuple) and all(isinstance(item, str | dict) for item in value)


_ENDED: dict[str, ChangeKind] = {"contradicted": "contradicted", "retracted": "retracted"}


def _standing(old: Mapping[str, Any], new: Mapping[str, Any], interval: Interval) -> Iterator[ContextChange]:
    """Facts in both objects that were stated again or disputed on the way."""
    for name, item, fact, news in interval.news(old, new):
        kind: ChangeKind = "disputed" if any(one.stance == "contradicts" for one in news) else "restated"
        yield ContextChange(name, kind, old=item, new=item, fact=fact.id, evidence=news)


def to_document(made: Diff) -> dict[str, Any]:
    """The changes as JSON: what the page shows, for agents and for engineers."""
    return {
        "from": made.old_version,
        "to": made.new_version,
        "counts": made.counts,
        "changes": [_change_document(item) for item in made.changes],
    }


def _change_document(item: ContextChange) -> dict[str, Any]:
    optional = {
        "fields": list(item.fields),
        "fact_id": item.fact,
        "successor_id": item.successor,
        "reason": item.reason,
        "evidence": [_evidence_document(one) for one in item.evidence],
    }
    required = {
        "section": item.section,
        "kind": item.kind,
        "derived": item.is_derived,
        "old": item.old,
        "new": item.new,
    }
    return required | {name: value for name, value in optional.items() if value}


def _evidence_document(item: Evidence) -> dict[str, Any]:
    return {
        "interaction_id": item.interaction_id,
        "quote": item.quote,
        "author": item.author,
        "stance": item.stance,
        "occurred_at": item.occurred_at.isoformat(),
        "first_seen_at": item.first_seen_at.isoformat(),
    }
