"""How what is known about a client moves from version to version: one point a version, for the charts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.context.compare.ledger_interval import Recorded
from lib.context.model import Fact


@dataclass(frozen=True)
class Moment:
    """One version, when it was saved and the valence of its object (None where the object has none)."""

    version: int
    saved_at: datetime
    valence: float | None


@dataclass(frozen=True)
class Point:
    """The figures of one version."""

    version: int
    saved_at: datetime
    valence: float | None
    active: int
    """Facts that stand: active or disputed."""
    added: int
    contradicted: int
    supported: float | None
    """The share of standing facts that two or more interactions support; None where no fact stands."""


def series(moments: Sequence[Moment], facts: Sequence[Fact], recorded: Iterable[Recorded] = ()) -> tuple[Point, ...]:
    """One point for each of `moments`, oldest first; evidence counts from the version it was recorded with."""
    added = Counter(fact.added_version for fact in facts)
    ended = Counter(fact.ended_version for fact in facts if fact.ended_version is not None)
    contradicted = Counter(fact.ended_version for fact in facts if fact.status == "contradicted")
    gains, losses = _supported(facts, recorded)
    versions = sorted({*added, *ended, *gains, *losses})
    points, position, active, supported = [], 0, 0, 0
    for moment in sorted(moments, key=lambda item: item.version):
        before = position
        while position < len(versions) and versions[position] <= moment.version:
            version = versions[position]
            active += added[version] - ended[version]
            supported += gains[version] - losses[version]
            position += 1
        passed = versions[before:position]
        points.append(
            Point(
                version=moment.version,
                saved_at=moment.saved_at,
                valence=moment.valence,
                active=active,
                added=sum(added[version] for version in passed),
                contradicted=sum(contradicted[version] for version in passed),
                supported=supported / active if active else None,
            )
        )
    return tuple(points)


def _supported(facts: Sequence[Fact], recorded: Iterable[Recorded]) -> tuple[Counter[int], Counter[int]]:
    """How many facts gain a second source with each version, and how many of those end with it."""
    sources: dict[int, dict[str, int]] = {}
    for item in recorded:
        if item.evidence.stance == "supports":
            seen = sources.setdefault(item.fact_id, {})
            name = item.evidence.interaction_id
            seen[name] = min(item.version, seen.get(name, item.version))
    gains: Counter[int] = Counter()
    losses: Counter[int] = Counter()
    for fact in facts:
        versions = sorted(sources.get(fact.id, {}).values())
        if len(versions) < 2:
            continue
        since = max(versions[1], fact.added_version)
        if fact.ended_version is None or since < fact.ended_version:
            gains[since] += 1
            if fact.ended_version is not None:
                losses[fact.ended_version] += 1
    return gains, losses
