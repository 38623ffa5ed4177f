"""The rules that set proposals aside: in all, and week by week with the weeks in which a reader began."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.context.alignment.figures import Figure, ReaderVersion, RuleWeek
from lib.context.share import Share


@dataclass(frozen=True)
class RuleFigure:
    """What one rule set aside, of all proposals."""

    rule: str
    figure: Figure


@dataclass(frozen=True)
class RuleShare:
    """What one rule set aside in the week that began on `week`, of all proposals of that week."""

    week: date
    rule: str
    share: Share


def by_rule(rules: Sequence[RuleWeek]) -> tuple[RuleFigure, ...]:
    """Each rule over all weeks and readers, the one that set most aside first."""
    weeks: dict[str, list[RuleWeek]] = defaultdict(list)
    for item in rules:
        weeks[item.rule].append(item)
    of = proposals(rules)
    figures = [
        RuleFigure(
            rule,
            Figure(
                Share(sum(item.figure.share.right for item in group), of),
                tuple(dict.fromkeys(one for item in group for one in item.figure.behind)),
            ),
        )
        for rule, group in weeks.items()
    ]
    return tuple(sorted(figures, key=lambda item: (-item.figure.share.right, item.rule)))


def by_week(rules: Sequence[RuleWeek], *, most: int) -> tuple[RuleShare, ...]:
    """The `most` rules that set most aside, in each week."""
    of: Counter[date] = Counter()
    for (week, _), count in _proposals(rules).items():
        of[week] += count
    aside: Counter[tuple[date, str]] = Counter()
    for item in rules:
        aside[item.week, item.rule] += item.figure.share.right
    return tuple(
        RuleShare(week, item.rule, Share(aside[week, item.rule], of[week]))
        for week in sorted(of)
        for item in by_rule(rules)[:most]
    )


def proposals(rules: Sequence[RuleWeek]) -> int:
    """How many proposals were made in the weeks and by the readers of which something was set aside."""
    return sum(_proposals(rules).values())


def beginnings(rules: Sequence[RuleWeek]) -> tuple[tuple[date, ReaderVersion], ...]:
    """The weeks in which a reader, a model or a prompt was first seen, but for the very first."""
    first: dict[ReaderVersion, date] = {}
    for item in sorted(rules, key=lambda item: item.week):
        first.setdefault(item.version, item.week)
    began = min(first.values(), default=None)
    return tuple((week, version) for version, week in first.items() if week != began)


def _proposals(rules: Sequence[RuleWeek]) -> dict[tuple[date, ReaderVersion], int]:
    return {(item.week, item.version): item.figure.share.of for item in rules}
