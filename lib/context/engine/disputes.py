"""Disputes: which facts stand against one another, and which disputes a summary names first."""

from collections.abc import Sequence

from lib.context.model import Fact
from lib.context.text.topics import is_vital


def disputes(facts: Sequence[Fact]) -> tuple[tuple[Fact, ...], ...]:
    """The disputed facts in groups of those that stand against one another, by their first in ledger order.

    Two belong together where the words that speak against the one support the other.
    """
    groups: list[tuple[Fact, ...]] = []
    for fact in facts:
        if fact.status == "disputed":
            opposed = [group for group in groups if any(_are_opposed(fact, other) for other in group)]
            groups = [group for group in groups if group not in opposed]
            groups.append((*(other for group in opposed for other in group), fact))
    return tuple(sorted(groups, key=lambda group: facts.index(group[0])))


def foremost(facts: Sequence[Fact], *, most: int) -> tuple[Fact, ...]:
    """Disputed facts in ledger order, whole disputes of `most` facts together: of life and limb first, then the newest.

    One dispute is always told.
    """
    by_rank = sorted(disputes(facts), key=lambda group: (_is_vital(group), max(map(facts.index, group))), reverse=True)
    told: list[Fact] = []
    for group in by_rank:
        if not told or len(told) + len(group) <= most:
            told += group
    return tuple(sorted(told, key=facts.index))


def _is_vital(group: Sequence[Fact]) -> bool:
    return any(is_vital(fact.text) for fact in group)


def _are_opposed(one: Fact, other: Fact) -> bool:
    return bool(_places(one, "contradicts") & _places(other, "supports")) or bool(
        _places(other, "contradicts") & _places(one, "supports")
    )


def _places(fact: Fact, stance: str) -> frozenset[tuple[str, int, int]]:
    return frozenset((item.interaction_id, item.start, item.end) for item in fact.evidence if item.stance == stance)
