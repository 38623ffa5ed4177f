"""When somebody wants to be called: two such times are two values of one thing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from lib.context.evidence.polarity import polarity
from lib.context.text.languages import small
from lib.context.text.topics import written_topics
from lib.context.text.values.clock import times
from lib.context.text.values.month_names import weekday

_WORD = re.compile(r"[^\W\d_]+")
_FROM = {"morning": range(5 * 60, 12 * 60), "noon": range(12 * 60, 14 * 60), "afternoon": range(12 * 60, 18 * 60)}
_EVENING = "evening"


@dataclass(frozen=True)
class CallTime:
    """When a statement wants calls: parts of the day, minutes of the day, days of the week."""

    parts: frozenset[str]
    minutes: frozenset[int]
    weekdays: frozenset[int]

    def excludes(self, other: "CallTime") -> bool:
        """Whether both name hours or both name days, and none is common."""
        if self.minutes and other.minutes:
            return not self.minutes & other.minutes
        if self._all_parts and other._all_parts:
            return not self._all_parts & other._all_parts
        return bool(self.weekdays and other.weekdays) and not self.weekdays & other.weekdays

    @property
    def _all_parts(self) -> frozenset[str]:
        return self.parts | {part for minute in self.minutes for part in _parts_of(minute)}


@lru_cache(4096)
def call_time(text: str) -> CallTime | None:
    """When `text` wants calls; None where it does not say, denies one, or adds one to another ("also")."""
    words = small(text)
    if not _words()["call"].search(words) or _words()["also"].search(words) or polarity(text):
        return None
    parts = frozenset(name for name in (*_FROM, _EVENING) if _words()[name].search(words))
    minutes = frozenset[int]().union(*(item.minutes for item in times(text) if not item.is_bare))
    weekdays = frozenset(day for word in _WORD.findall(words) if (day := _weekday(word)) is not None)
    return CallTime(parts, minutes, weekdays) if parts or minutes or weekdays else None


def _weekday(word: str) -> int | None:
    """The day of the week that `word` names, in the plural, too."""
    day = weekday(word)
    return day if day is not None else weekday(word.removesuffix("s"))


def _parts_of(minute: int) -> tuple[str, ...]:
    return tuple(part for part, hours in _FROM.items() if minute in hours) or (_EVENING,)


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    """The patterns of `topics.toml` for calls by list."""
    lists: dict[str, Any] = dict(written_topics()["calls"])
    return {
        name: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for name, pattern in {**lists.pop("parts"), **lists}.items()
    }
