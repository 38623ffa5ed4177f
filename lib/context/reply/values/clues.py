"""Cheap clues that tell which texts on file may hold a value, so that few sentences are read for what they say."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from lib.context.reply.values.whole_words import whole_words
from lib.context.text.languages import LANGUAGES, language_words, small, without_accents
from lib.context.text.values.month_names import months, weekdays

LETTERS = 5
"""Letters of a word by which it is looked for: endings do not count."""
FEW = 3
"""Letters by which a short word is looked for, too."""
TOKEN = re.compile(r"\d+(?:[.,'’:/-]\d+)*|[^\W\d_]+")
_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)")
"""A figure whose thousands are divided by blanks ("1 250")."""
DAY, MONTH, NOON, SPELLED = "@day", "@month", "@noon", "#"
_NOONS = re.compile(r"noon|midday|mittag|midi|mezzo|mediodia|meio|midnight|mitternacht|minuit|medianoche|meia")
_DATE = re.compile(r"\d\s?[./-]\s?\d|\d(?:st|nd|rd|th|º|\.(?=\s|$))", re.I)
_COUNTED_DAYS = re.compile(r"week|woche|semain|semana|settim|days?$|tag|jour|dias?$|giorn")


@lru_cache(16384)
def clues(text: str) -> frozenset[str]:
    """What stands in a text: the beginnings of its words, its figures, and marks for numbers in words and for days."""
    tokens = set(TOKEN.findall(without_accents(text.lower())))
    grouped = (figure(group[0]) for group in _GROUPED.finditer(text))
    return frozenset[str]().union(*map(_of_token, tokens), grouped)


@lru_cache(65536)
def _of_token(token: str) -> tuple[str, ...]:
    if token[0].isdigit():
        groups = re.findall(r"\d+", token)
        small_ones = (group.lstrip("0") for group in groups)
        return (*dict.fromkeys((figure(token), *map(figure, groups), *filter(None, small_ones))),)
    found = [token[:LETTERS]]
    if len(token) <= LETTERS + FEW:  # its stem may be shorter: "dogs" is counted as "dog"
        found.append(short(token))
    if len(token) <= FEW + 1:  # … and that of "cães" is "ca"
        found.append(short(token[: FEW - 1]))
    found += [f"{SPELLED}{name}" for name, pattern in spelled().items() if pattern.search(token)]
    if token in _day_words() or _COUNTED_DAYS.match(token):
        found.append(DAY)
    if token in _month_words():
        found.append(MONTH)
    if _NOONS.match(token):
        found.append(NOON)
    return tuple(found)


def has_figures(text: str) -> bool:
    """Whether a figure, a number in words or a day may stand in a text."""
    return any(clue.startswith(("=", "@", "#")) for clue in clues(text))


def has_days(text: str) -> bool:
    """Whether a day may stand in a text: by a word for one, or by figures as a date or an ordinal has them."""
    found = clues(text)
    return DAY in found or MONTH in found or bool(_DATE.search(text)) or any(clue.startswith(SPELLED) for clue in found)


def figure(written: str) -> str:
    """The digits of a figure that tell it however it is divided and scaled: 450,000 is 450k and 0.45 million."""
    return "=" + re.sub(r"\D", "", written).strip("0")


def short(word: str) -> str:
    """The clue of a word whose stem has fewer than `LETTERS` letters."""
    return "<" + word[:FEW]


@cache
def spelled() -> Mapping[str, re.Pattern[str]]:
    """How the words for a number may begin, by the number."""
    written = _written()["numbers"].items()
    return {name: re.compile(("" if name == "other" else "^") + f"(?:{pattern})") for name, pattern in written}


@cache
def counting_nothing() -> re.Pattern[str]:
    """The phrases of small letters in which the word for a number counts nothing ("at first")."""
    return whole_words("|".join(_written()["phrases"].values()))


@cache
def _written() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("spelled.toml").read_text("utf-8"))


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
