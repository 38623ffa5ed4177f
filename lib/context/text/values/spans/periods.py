"""The week, month, year or season that a text means from the day of its writing: this one, the next, the last."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lib.context.text.languages import LANGUAGES, languages, small, without_accents

_OF_ANOTHER = re.compile(r"\s+(?:of|in|von|im|des|de|du|di|do|del|della|da)\s+(?!the (?:year|month)\b)")
"""What makes "the last week" one of something else ("the last week of June")."""


@dataclass(frozen=True)
class Period:
    """One such period as written: its unit, and how many units after the present one it is (−1 the last one)."""

    written: str
    unit: str
    step: int

    def agrees(self, said: "Period") -> bool:
        """Whether `said`, written on the same day, is the same period."""
        return (self.unit, self.step) == (said.unit, said.step)

    def has(self, day: date, *, sent: date) -> bool:
        """Whether `day` lies in the period for who writes on `sent`: never in a season, for a weekend in its week."""
        meant, now = _index(self.unit, day), _index(self.unit, sent)
        return meant is not None and now is not None and meant == now + self.step


def _index(unit: str, day: date) -> int | None:
    """The number of the period that `day` is in, counted from one to the next; None for a season."""
    if unit in ("week", "weekend"):
        return (day.toordinal() - 1) // 7
    return {"month": day.year * 12 + day.month, "year": day.year, "quarter": day.year * 4 + (day.month - 1) // 3}.get(
        unit
    )


@lru_cache(4096)
def periods(text: str) -> tuple[Period, ...]:
    """The periods that `text` means from the day of its writing, as written."""
    plain = small(text)
    return tuple(
        Period(text[found.start() : found.end()].strip(), unit, step)
        for code in languages(text) or LANGUAGES
        for found, unit, step in _found(plain, code)
    )


@lru_cache(4096)
def without_periods(text: str) -> str:
    """`text` with its periods blanked out, letter by letter."""
    for code in languages(text) or LANGUAGES:
        for found, _, _ in _found(small(text), code):
            text = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
    return text


def _found(plain: str, code: str) -> Iterator[tuple[re.Match[str], str, int]]:
    if not unit_words()[code].search(plain):
        return
    taken = list[tuple[int, int]]()
    for pattern, unit, step in _patterns()[code]:
        for found in pattern.finditer(plain):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            taken.append(found.span())
            if not (step == -1 and _OF_ANOTHER.match(plain, found.end())):
                yield found, unit, step


@cache
def _written() -> Mapping[str, Any]:
    """The tables of `periods.toml`, read once."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def unit_words() -> Mapping[str, re.Pattern[str]]:
    """By language, its words for units: most texts have none of them, and are looked at once."""
    found = {code: "|".join(table["units"].values()) for code, table in _written().items()}
    return {code: re.compile(rf"(?:{words}|{without_accents(words)})") for code, words in found.items()}


@cache
def _patterns() -> Mapping[str, tuple[tuple[re.Pattern[str], str, int], ...]]:
    """By language the patterns of `periods.toml`, each with its unit and step, what stands behind a unit first."""
    return {code: tuple(_of_language(table)) for code, table in _written().items()}


def _of_language(table: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[re.Pattern[str], str, int]]:
    for unit, words in table["units"].items():
        behind = [(rf"(?:{words})\s+(?:{said})", step) for step, said in table["behind"].items()]
        before = [(rf"(?:{said})(?:\s+|(?<='))(?:{words})", step) for step, said in table["before"].items()]
        for pattern, step in (*behind, *before):
            typed = "|".join(dict.fromkeys((pattern, without_accents(pattern))))
            yield re.compile(rf"(?<!\w)(?:{typed})(?!\w)"), unit, int(step)
