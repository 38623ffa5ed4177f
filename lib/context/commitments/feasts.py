"""The feasts by which people say when something is due ("before Christmas", "bis Ostern")."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from dateutil.easter import easter

from lib.context.text.languages import LANGUAGES, languages, small


def feast_day(text: str, written_on: date) -> date | None:
    """The day of the feast by which `text`, written on a day, says something is due: the next one; None without one."""
    lowered = small(text)
    for code in languages(lowered) or LANGUAGES:
        at, names = _patterns()[code]
        for before in at.finditer(lowered):
            named = ((match.end(), key) for key, name in names.items() if (match := name.match(lowered, before.end())))
            if longest := max(named, default=None):  # Christmas Eve is not Christmas
                days = (_day(longest[1], year) for year in (written_on.year, written_on.year + 1))
                return next(day for day in days if day >= written_on)
    return None


def _day(key: int, year: int) -> date:
    feast = _written()["feast"][key]
    if "easter" in feast:
        sunday: date = easter(year)
        return sunday + timedelta(days=feast["easter"])
    return date.fromisoformat(f"{year}-{feast['day']}")


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], Mapping[int, re.Pattern[str]]]]:
    """By language what stands before a feast, and the names of each; behind a word for "until" a text begins blank."""
    return {
        code: (
            re.compile(
                rf"^(?=\s)(?:\s*(?:the|le|la|l['’]|el|il|o|à|ao)(?!\w))?\s*|(?<!\w)(?:{before})(?:\s+|(?<=['’]))"
            ),
            {number: re.compile(rf"(?:{feast[code]})(?![\w-])") for number, feast in enumerate(_written()["feast"])},
        )
        for code, before in _written()["at"].items()
    }


@cache
def _written() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
