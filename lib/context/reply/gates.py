"""Cheap patterns that tell which sentences on file may hold a value: only those are read for what they say."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from lib.context.reply.mentions import Mention
from lib.context.text.languages import LANGUAGES, language_words, small, without_accents
from lib.context.text.proper_names import key
from lib.context.text.values.month_names import months, weekdays

_BETWEEN = r"[.,'’ \u00a0\u202f]?"
"""What may stand between two digits of one number."""
LAST_DIGITS = 4
"""Digits by which a telephone number is looked for: how the country is written does not touch them."""


@lru_cache(8192)
def plain(text: str) -> str:
    """`text` in small letters and without accents, as gates are searched in it."""
    return without_accents(text.lower())


@lru_cache(1024)
def gate(mention: Mention) -> re.Pattern[str]:
    """What a sentence in the form of `plain` has at least where it holds the value, or counts the same thing."""
    patterns = [re.escape(stem[:LAST_DIGITS]) for stem in mention.counted]
    return re.compile("|".join([*_patterns(mention), *patterns]) or "(?!)")


def _patterns(mention: Mention) -> Iterator[str]:
    if mention.number is not None:
        for value in {number for number, _ in mention.number.readings} | mention.number.values:
            yield from _number(value)
    elif mention.kind == "time":
        hours = {(minute // 60 + step) % 24 or 24 for minute in mention.minutes for step in (0, 1, 12, 13)}
        yield from (rf"(?<!\d)0?{hour}(?!\d)" for hour in hours)
        yield from (_spelled()[str(hour)] for hour in hours if str(hour) in _spelled())
        yield r"noon|midday|mittag|midi|mezzogiorno|mediodia|meio-dia|midnight|mitternacht|minuit|noche|notte|noite"
    elif mention.kind in ("date", "weekday", "month"):
        yield from _day(mention)
    elif mention.kind == "phone":
        yield _BETWEEN.replace("'", "()/-").join(re.findall(r"\d", mention.written)[-LAST_DIGITS:])
    elif mention.kind == "code":
        yield from re.findall(r"\d+", mention.written)[:1]
    else:
        yield re.escape(key(mention.written).split("-")[0])


def _number(value: float) -> Iterator[str]:
    digits = f"{abs(value):.10g}".replace(".", "").strip("0") or "0"
    yield _BETWEEN.join(digits)
    whole = str(int(value)) if value == int(value) else ""
    if whole in _spelled():
        yield _spelled()[whole]
    elif len(digits) <= len("45"):  # "two hundred thousand", "half a million"
        yield from (_spelled().get(digits, "(?!)"), _spelled()["other"])


def _day(mention: Mention) -> Iterator[str]:
    yield _relative()
    for day in mention.readings:
        if mention.kind == "date" and day.day is not None:
            yield rf"(?<!\d)0?{day.day}(?!\d)"
            yield _spelled().get(str(day.day), _spelled()["other"])
    if mention.kind != "date" or any(day.day is None for day in mention.readings):
        yield _months()


@cache
def _spelled() -> Mapping[str, str]:
    return tomllib.loads(Path(__file__).with_name("spelled.toml").read_text("utf-8"))


@cache
def _months() -> str:
    """The names of the months, and dates in figures."""
    names = {plain(name) for name in months() if len(name) > len("may") - 1}
    return "|".join([*(rf"\b{re.escape(name)}\b" for name in sorted(names)), r"\d[./-]\d"])


@cache
def _relative() -> str:
    """What is told from the day of the writing: days of the week, "tomorrow", "in three weeks"."""
    phrases = {plain(name) for name in weekdays()}
    for code in LANGUAGES:
        for pattern, step in language_words()[code].days:
            if step is not None:
                found = re.sub(r"\\(.)", r"\1", pattern.pattern)
                phrases |= {plain(small(word)) for word in re.findall(r"[^\W\d_]{4,}", found)}
    more = ("week", "woche", "semaine", "semana", "settiman", "day", "tag", "jour", "dia", "giorn")
    return r"\b(?:" + "|".join(sorted({*map(re.escape, phrases), *more})) + ")"
