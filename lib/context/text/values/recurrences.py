"""How often something is: every week, fortnightly, twice a month; compared by how many times in how long."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lib.context.text.languages import LANGUAGES, languages, small
from lib.context.text.values.month_names import weekday
from lib.context.text.values.number_words import small_number

_UNITS = {
    "day": (1, "day"), "week": (7, "day"), "fortnight": (14, "day"),
    "month": (1, "month"), "quarter": (3, "month"), "semester": (6, "month"), "year": (12, "month"),
}  # fmt: skip
_ROMANCE = ("fr", "es", "it", "pt")
_WEEKS = {8: 7, 15: 14}
"""Days that one and two weeks are counted as in Romance languages ("tous les quinze jours")."""
_N = r"(?P<n>\d{1,3}|[^\W\d_]{2,15})"
_PER = r"(?<!\w)(?:an?|per|pro|je|im|in der|die|par|por|al|alla?|all'|ao|à|na|no|a la|/)\s?(?:{units})(?!\w)"


@dataclass(frozen=True)
class Recurrence:
    """One of them as written at `text[start:end]`: how many times in a day or a month."""

    written: str
    start: int
    end: int
    times: Fraction
    base: str

    def agrees(self, said: "Recurrence") -> bool:
        """Whether `said` is as often; days and months are not compared with one another."""
        return (self.times, self.base) == (said.times, said.base)


def missing_recurrences(text: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """How often `text` says that something is, as written, where the quotes say another, or none of one's own."""
    wanted = recurrences(text)
    if not wanted:
        return ()
    said = [item for quote in quotes for item in (*recurrences(quote), *_implied(without_recurrences(quote)))]
    if not said and not any(map(languages, quotes)):
        return ()  # words of a language that is not known
    spans = {(item.start, item.end): item.written for item in wanted}
    agreed = {(item.start, item.end) for item in wanted if any(item.agrees(other) for other in said)}
    return tuple(written for span, written in spans.items() if span not in agreed)


@lru_cache(4096)
def recurrences(text: str) -> tuple[Recurrence, ...]:
    """How often `text` says that something is, in order; a word that can mean two gives both at one place."""
    plain = small(text)
    if len(plain) != len(text):
        return ()
    found = [item for code in LANGUAGES for item in _found(plain, code, text)]
    widest = [item for item in found if not any(_is_within(item, other) for other in found)]
    return tuple(sorted(widest, key=lambda item: item.start))


@lru_cache(4096)
def without_recurrences(text: str) -> str:
    """`text` with them blanked out, letter by letter; a day of the week stays."""
    for item in recurrences(text):
        text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text


def _is_within(item: Recurrence, other: Recurrence) -> bool:
    return other.end - other.start > item.end - item.start and other.start < item.end and item.start < other.end


def _found(plain: str, code: str, text: str) -> Iterator[Recurrence]:
    forms = _forms()[code]
    if not forms.any.search(plain):
        return
    for pattern, times, units, name in forms.patterns:
        for match in pattern.finditer(plain):
            number = _number(match["n"]) if "n" in pattern.groupindex else None
            count, length = (number if part == "n" else int(part) for part in (times, units))
            if length and code in _ROMANCE and match.groupdict().get("day"):
                length = _WEEKS.get(length, length)
            unit = name or next(unit for unit in _UNITS if match.groupdict().get(unit))
            if count and length:
                factor, base = _UNITS[unit]
                written = text[match.start() : match.end()].strip()
                yield Recurrence(written, *match.span(), Fraction(count, length * factor), base)
    for match in forms.weekday.finditer(plain):
        if weekday(match["day"]) is not None:
            written = text[match.start() : match.end()]
            times_a_day = Fraction(1, 14 if match["other"] else 7)
            yield Recurrence(written, match.start(), match.start("day"), times_a_day, "day")


def _implied(text: str) -> Iterator[Recurrence]:
    """What is as often by itself: "a week" behind an amount, and days of the week in the plural."""
    plain = small(text)
    for forms in _forms().values():
        for match in forms.per.finditer(plain):
            factor, base = _UNITS[next(unit for unit in _UNITS if match.groupdict().get(unit))]
            yield Recurrence(match[0], *match.span(), Fraction(1, factor), base)
        for match in forms.weekly.finditer(plain):
            yield Recurrence(match[0], *match.span(), Fraction(1, 7), "day")


def _number(word: str) -> int | None:
    value = small_number(word)
    return int(value) if value and value == int(value) else None


@dataclass(frozen=True)
class _Forms:
    any: re.Pattern[str]
    """What each text with a recurrence has: most have none, and are looked at once."""
    patterns: tuple[tuple[re.Pattern[str], str, str, str], ...]
    """Each with its times, its units ("n" for the number in it), and the unit where the words tell it."""
    weekday: re.Pattern[str]
    weekly: re.Pattern[str]
    per: re.Pattern[str]


@cache
def _forms() -> Mapping[str, _Forms]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {code: _of_language(table) for code, table in written.items()}


def _of_language(table: Mapping[str, Any]) -> _Forms:
    names = "|".join(f"(?P<{unit}>{words})" for unit, words in table["units"].items())
    patterns = list[tuple[re.Pattern[str], str, str, str]]()
    for meaning, form in table["forms"].items():
        for one in form.split("|") if "(" not in form else _alternatives(form):
            filled = one.replace("{unit}", f"(?:{names})", 1).replace("{unit}", r"\w+").replace("{n}", _N, 1)
            patterns.append((_whole(filled), *meaning.split("/"), ""))
    for meaning, words in table["words"].items():
        times, units, unit = re.split(r"[/ ]", meaning)
        patterns.append((_whole(words), times, units, unit))
    marks = "|".join((table["mark"], table["every"], *table["words"].values()))
    return _Forms(
        any=re.compile(rf"(?:{marks})(?!\w)"),
        patterns=tuple(patterns),
        weekday=_whole(rf"(?:{table['every']})(?: (?P<other>{table['other']}))? (?P<day>[^\W\d_]+(?:-feiras?)?)"),
        weekly=_whole(table["weekly"]),
        per=re.compile(_PER.format(units=names)),
    )


def _alternatives(form: str) -> Iterator[str]:
    """The alternatives of a pattern that stand in none of its groups."""
    depth = start = 0
    for at, sign in enumerate(form):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield form[start:at]
            start = at + 1
    yield form[start:]


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
