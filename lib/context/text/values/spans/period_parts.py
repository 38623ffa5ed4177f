"""Which part of a month, week, year or season a text means: its beginning, its middle or its end."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from lib.context.text.languages import LANGUAGES, languages, small, without_accents
from lib.context.text.values.dates import days
from lib.context.text.values.month_names import months
from lib.context.text.values.spans.periods import unit_words

_DAYS = {"begin": range(1, 12), "middle": range(10, 22), "end": range(20, 32)}
"""The days of a month that may be called its beginning, its middle and its end."""


def missing_parts(text: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """The parts of a period that `text` names, as written, and no quote does, by name or by a day of it."""
    wanted = [(found[0].strip(" -"), part) for found, part in _parts(text)]
    if not wanted:
        return ()
    said = {part for quote in quotes for _, part in _parts(quote)}
    named = {day.day for quote in quotes for day in days(quote) if day.day}
    return tuple(word for word, part in wanted if part not in said and (said or not named & set(_DAYS[part])))


def without_parts(text: str) -> str:
    """`text` with the parts of periods blanked out, letter by letter."""
    for found, _ in _parts(text):
        text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    return text


@lru_cache(4096)
def _parts(text: str) -> tuple[tuple[re.Match[str], str], ...]:
    plain = small(text)
    return tuple(_found(plain, languages(text) or LANGUAGES)) if _period().search(plain) else ()


def _found(plain: str, codes: Sequence[str]) -> Iterator[tuple[re.Match[str], str]]:
    for code in codes:
        for part, pattern in _patterns()[code].items():
            yield from ((found, part) for found in pattern.finditer(plain))


@cache
def _period() -> re.Pattern[str]:
    """Any name of a period: most texts have none, and are looked at once."""
    return re.compile(rf"(?<!\w)(?:{_names()})(?!\w)")


@cache
def _names() -> str:
    words = "|".join(unit_words()[code].pattern for code in LANGUAGES)
    return rf"{'|'.join(sorted(map(re.escape, months()), key=len, reverse=True))}|{words}|(?:19|20)\d\d"


@cache
def _patterns() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    behind = rf"(?=(?:[\s-]|(?<=['’]))\s*(?:[^\W\d_]+['’]?\s+){{0,2}}?(?:{_names()})(?!\w))"
    return {
        code: {
            part: re.compile(rf"(?<!\w)(?:{'|'.join(dict.fromkeys((words, without_accents(words))))}){behind}")
            for part, words in parts.items()
        }
        for code, parts in written.items()
    }
