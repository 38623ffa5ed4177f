"""Dates in a text, compared by value: 3. Mai, 3 May, June the 3rd's kind, and 3.5. are days of a year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from lib.context.text.values.month_names import month, months
from lib.context.text.values.number_words import spelled_numbers


@dataclass(frozen=True)
class DateMention:
    """One date as written; a part that is not said is None."""

    written: str
    year: int | None
    month: int
    day: int | None

    def agrees(self, said: "DateMention") -> bool:
        """Whether `said`, in a source, supports this date: no part contradicts, and nothing but the year is added."""
        same_day = self.day is None or self.day == said.day
        same_year = self.year is None or said.year is None or self.year == said.year
        return self.month == said.month and same_day and same_year


DateSpan = tuple[int, int, tuple[DateMention, ...]]
_DAY = r"(?:d[ií]a\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    name = "(?P<month>" + "|".join(sorted(map(re.escape, months()), key=len, reverse=True)) + r")\b\.?"
    year = r"(?:,?\s+(?:de\s+|del\s+)?(?P<year>(?:19|20)\d{2})\b)"
    return tuple(
        re.compile(pattern, re.I)
        for pattern in (
            r"\b(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})\b",
            r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})\b",
            r"\b(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}|\d{2})\b",
            rf"(?<![\w.,]){_DAY}\s*(?:of\s+|de\s+)?{name}{year}?",
            rf"\b{name}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,:]?\d)(?!\s?%){year}?",
            rf"\b{name}{year}",
            r"(?<![\w.,/])(?P<first>\d{1,2})/(?P<second>\d{1,2})(?![\w/])(?<!24/7)(?<!1/2)(?<!1/4)(?<!3/4)",
        )
    )


_DOTTED = re.compile(
    r"(?:\b(?P<led>am|bis|vom|ab|zum|den|dem|der|on|le|il|el)\s+)?(?<![\w.,])(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?!\d)",
    re.I,
)
"""3.5.: a date after a preposition, else a number at a sentence's end as well."""


def days(text: str) -> tuple[DateMention, ...]:
    """The dates that `text` names; one that can be read in two ways comes twice."""
    dotted = (reading for match in _DOTTED.finditer(text) for reading in _readings(match))
    return (*(day for _, _, readings in _dates(text) for day in readings), *dotted)


def date_groups(text: str) -> tuple[tuple[DateMention, ...], ...]:
    """The dates that `text` names, each with all its readings."""
    return tuple(readings for _, _, readings in _dates(text))


def date_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where `text` names its dates, as (start, end)."""
    return tuple((start, end) for start, end, _ in _dates(text))


def without_dates(text: str) -> str:
    """`text` with its dates blanked out, letter by letter."""
    for start, end, _ in _dates(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@lru_cache(2048)
def _dates(text: str) -> tuple[DateSpan, ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[DateSpan]:
    plain, back = _with_ordinals(text)
    if not any(map(str.isdigit, plain)):
        return
    taken: list[tuple[int, int]] = []
    for pattern in _patterns():
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            start, end = back[match.start()], back[match.end()]
            if readings := _readings(match, text[start:end]):
                taken.append(match.span())
                yield start, end, readings
    for match in _DOTTED.finditer(plain):
        if match["led"] and not any(match.start() < end and start < match.end() for start, end in taken):
            yield back[match.start("day")], back[match.end()], _readings(match)


def _with_ordinals(text: str) -> tuple[str, Sequence[int]]:
    """`text` with small numbers in words as digits ("the third of May"), and where each letter came from."""
    if not (spelled := spelled_numbers(text)):
        return text, range(len(text) + 1)
    pieces, back, at = [], [], 0
    for item in spelled:
        if item.start >= at and 1 <= item.value <= 31 and not item.is_article and item.value == int(item.value):
            digits = str(int(item.value))
            pieces += [text[at : item.start], digits]
            back += [*range(at, item.start), *([item.start] * len(digits))]
            at = item.end
    return "".join([*pieces, text[at:]]), [*back, *range(at, len(text) + 1)]


def _readings(match: re.Match[str], written: str = "") -> tuple[DateMention, ...]:
    parts, written = match.groupdict(), written or match[0]
    year = int(parts["year"]) if parts.get("year") else None
    if year is not None and year < 100:
        year += 2000
    if "first" in parts:
        pairs = {(int(parts["first"]), int(parts["second"])), (int(parts["second"]), int(parts["first"]))}
        return tuple(DateMention(written, year, month, day) for day, month in sorted(pairs) if _is_day(month, day))
    number = month(parts["month"]) if parts.get("month") else int(parts["number"])
    day = int(parts["day"]) if parts.get("day") else None
    return (DateMention(written, year, number, day),) if number and _is_day(number, day) else ()


def _is_day(number: int, day: int | None) -> bool:
    return 1 <= number <= 12 and (day is None or 1 <= day <= 31)
