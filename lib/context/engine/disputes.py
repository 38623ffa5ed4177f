"""Disputes: which facts stand against one another, and which disputes a summary names first."""

from collections import defaultdict
from collections.abc import Sequence

from lib.context.model import Fact
from lib.context.text.topics import is_vital

_Quoted = tuple[str, int, int]
"""A message, and where a quote begins and ends in it."""


def foremost(facts: Sequence[Fact], *, most: int) -> tuple[Fact, ...]:
    """Disputed facts in ledger order, whole disputes of `most` facts together: of life and limb first, then the newest.

    One dispute is always told.
    """
    groups = disputes(facts)
    groups.sort(key=lambda group: (any(is_vital(facts[place].text) for place in group), group[-1]), reverse=True)
    told: list[int] = []
    for group in groups:
        if not told or len(told) + len(group) <= most:
            told += group
    return tuple(facts[place] for place in sorted(told))


def disputes(facts: Sequence[Fact]) -> list[list[int]]:
    """The places in `facts` of the disputed ones, in groups of those that stand against one another.

    Two belong together where the words that speak against the one support the other.
    """
    disputed = [place for place, fact in enumerate(facts) if fact.status == "disputed"]
    group_of = {place: [place] for place in disputed}
    supported = defaultdict[_Quoted, list[int]](list)
    for place in disputed:
        for quoted in _quoted(facts[place], "supports"):
            supported[quoted].append(place)
    for place in disputed:
        for other in {other for quoted in _quoted(facts[place], "contradicts") for other in supported[quoted]}:
            if group_of[place] is not group_of[other]:
                joined = sorted(group_of[place] + group_of[other])
                group_of |= dict.fromkeys(joined, joined)
    return [group_of[place] for place in disputed if place == group_of[place][0]]


def _quoted(fact: Fact, stance: str) -> frozenset[_Quoted]:
    return frozenset((item.interaction_id, item.start, item.end) for item in fact.evidence if item.stance == stance)
