"""Cheap clues that tell which texts on file may hold a value, so that few sentences are read for what they say."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from lib.context.reply.mentions import Mention
from lib.context.text.languages import LANGUAGES, language_words, small, without_accents
from lib.context.text.proper_names import key
from lib.context.text.values.month_names import months, weekdays

LETTERS = 5
"""Letters of a word by which it is looked for: endings do not count."""
FEW = 3
"""Letters by which a short word is looked for, too."""
LAST_DIGITS = 4
"""Digits by which a telephone number is looked for: how the country is written does not touch them."""
_TOKEN = re.compile(r"\d+(?:[.,'’:/-]\d+)*|[^\W\d_]+")
_DAY, _MONTH, _NOON, _SPELLED = "@day", "@month", "@noon", "#"
_NOONS = re.compile(r"noon|midday|mittag|midi|mezzo|mediodia|meio|midnight|mitternacht|minuit|medianoche|meia")
_COUNTED_DAYS = re.compile(r"week|woche|semain|semana|settim|days?$|tag|jour|dias?$|giorn")


@lru_cache(16384)
def clues(text: str) -> frozenset[str]:
    """What stands in a text: the beginnings of its words, its figures, and marks for numbers in words and for days."""
    found: set[str] = set()
    for token in set(_TOKEN.findall(without_accents(text.lower()))):
        found.update(_of_token(token))
    return frozenset(found)


@lru_cache(65536)
def _of_token(token: str) -> tuple[str, ...]:
    if token[0].isdigit():
        groups = re.findall(r"\d+", token)
        return (*dict.fromkeys((_figure(token), *map(_figure, groups), *(group.lstrip("0") for group in groups))),)
    found = [token[:LETTERS]]
    if len(token) <= LETTERS + FEW:  # its stem may be shorter: "dogs" is counted as "dog"
        found.append(_short(token))
    found += [f"{_SPELLED}{name}" for name, pattern in _spelled().items() if pattern.search(token)]
    if token in _day_words() or _COUNTED_DAYS.match(token):
        found.append(_DAY)
    if token in _month_words():
        found.append(_MONTH)
    if _NOONS.match(token):
        found.append(_NOON)
    return tuple(found)


def _figure(written: str) -> str:
    """The digits of a figure that tell it however it is divided and scaled: 450,000 is 450k and 0.45 million."""
    return "=" + re.sub(r"\D", "", written).strip("0")


@lru_cache(2048)
def wanted(mention: Mention) -> frozenset[str]:
    """The clues of which a text has at least one where it holds the value, or counts the same thing."""
    return frozenset((*_wanted(mention), *words_wanted(mention.counted)))


def words_wanted(stems: frozenset[str]) -> frozenset[str]:
    """The clues of which a text has at least one where it has one of the words."""
    plain = [without_accents(stem) for stem in stems]
    return frozenset(stem[:LETTERS] if len(stem) >= LETTERS else _short(stem) for stem in plain)


def _short(word: str) -> str:
    """The clue of a word whose stem has fewer than `LETTERS` letters."""
    return "<" + word[:FEW]


def _wanted(mention: Mention) -> Iterator[str]:
    if mention.number is not None:
        for value in {number for number, _ in mention.number.readings} | mention.number.values:
            yield from _number(value)
    elif mention.kind == "time":
        hours = {(minute // 60 + step) % 24 or 24 for minute in mention.minutes for step in (0, 1, 12, 13)}
        yield from map(str, hours)
        yield from (f"{_SPELLED}{hour}" for hour in hours)
        yield _NOON
    elif mention.kind in ("date", "weekday", "month"):
        yield from _day(mention)
    elif mention.kind == "phone":
        digits = re.sub(r"\D", "", mention.written)
        yield from (_figure(group) for group in re.findall(r"\d+", mention.written))
        yield _figure(digits)
    elif mention.kind == "code":
        yield from (group.lstrip("0") for group in re.findall(r"\d+", mention.written))
    else:
        yield from (word[:LETTERS] for word in _TOKEN.findall(key(mention.written))[:1])


def _number(value: float) -> Iterator[str]:
    digits = f"{abs(value):.10g}"
    yield _figure(digits)
    whole = str(int(value)) if value == int(value) else ""
    yield whole
    if len(digits.replace(".", "").strip("0")) <= len("45"):  # "two hundred thousand", "half a million"
        yield f"{_SPELLED}{whole}"
        yield f"{_SPELLED}{digits.replace('.', '').strip('0')}"
        if whole not in _spelled():
            yield f"{_SPELLED}other"


def _day(mention: Mention) -> Iterator[str]:
    yield _DAY
    days = [day.day for day in mention.readings if day.day is not None]
    if mention.kind == "date" and days:
        for day in days:
            yield str(day)
            yield f"{_SPELLED}{day}" if str(day) in _spelled() else f"{_SPELLED}other"
    else:
        yield _MONTH


@cache
def _spelled() -> Mapping[str, re.Pattern[str]]:
    written = tomllib.loads(Path(__file__).with_name("spelled.toml").read_text("utf-8"))
    return {name: re.compile(("" if name == "other" else "^") + f"(?:{pattern})") for name, pattern in written.items()}


@cache
def _month_words() -> frozenset[str]:
    return frozenset(without_accents(name) for name in months())


@cache
def _day_words() -> frozenset[str]:
    """Days of the week, and the words of "tomorrow" and the like."""
    found = {part for name in weekdays() for part in without_accents(small(name)).replace("-", " ").split()}
    for code in LANGUAGES:
        for pattern, step in language_words()[code].days:
            if step is not None:
                plain = re.sub(r"\\(.)", r"\1", pattern.pattern)
                found |= {without_accents(word) for word in re.findall(r"[^\W\d_]{4,}", small(plain))}
    return frozenset(found)
