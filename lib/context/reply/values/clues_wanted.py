"""The clues of which a text has at least one where it may hold a value or a word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lib.context.reply.values.clues import DAY, LETTERS, MONTH, NOON, SPELLED, TOKEN, figure, short, spelled
from lib.context.reply.values.mentions import Mention
from lib.context.text.languages import without_accents
from lib.context.text.proper_names import key


@lru_cache(2048)
def value_clues(mention: Mention) -> frozenset[str]:
    """The clues of which a text has at least one where it holds the value."""
    return frozenset(_wanted(mention))


@lru_cache(2048)
def clues_beside(mention: Mention) -> tuple[frozenset[str], frozenset[str]]:
    """Two kinds of clues of which a text has one each where it says a number of a thing, or a day of a month."""
    if mention.counted:
        return value_clues(mention), words_wanted(mention.counted)
    months = frozenset(str(day.month) for day in mention.readings if day.month and day.day)
    return (value_clues(mention) - {DAY}, months | {MONTH}) if months else (frozenset(), frozenset())


def words_wanted(stems: frozenset[str]) -> frozenset[str]:
    """The clues of which a text has at least one where it has one of the words."""
    plain = [without_accents(stem) for stem in stems]
    return frozenset(stem[:LETTERS] if len(stem) >= LETTERS else short(stem) for stem in plain)


def _wanted(mention: Mention) -> Iterator[str]:
    if mention.number is not None:
        for value in {number for number, _ in mention.number.readings} | mention.number.values:
            yield from _number(value)
    elif mention.kind == "time":
        hours = {(minute // 60 + step) % 24 or 24 for minute in mention.minutes for step in (0, 1, 12, 13)}
        yield from map(str, hours)
        yield from (f"{SPELLED}{hour}" for hour in hours)
        yield NOON
    elif mention.kind in ("date", "weekday", "month"):
        yield from _day(mention)
    elif mention.kind == "phone":
        digits = re.sub(r"\D", "", mention.written)
        yield from (figure(group) for group in re.findall(r"\d+", mention.written))
        yield figure(digits)
    elif mention.kind == "code":
        yield from (group.lstrip("0") for group in re.findall(r"\d+", mention.written))
    else:
        yield from (word[:LETTERS] for word in TOKEN.findall(key(mention.written))[:1])


def _number(value: float) -> Iterator[str]:
    digits = f"{abs(value):.10g}"
    yield figure(digits)
    whole = str(int(value)) if value == int(value) else ""
    yield whole
    if len(digits.replace(".", "").strip("0")) <= len("45"):  # "two hundred thousand", "half a million"
        yield f"{SPELLED}{whole}"
        yield f"{SPELLED}{digits.replace('.', '').strip('0')}"
        if whole not in spelled():
            yield f"{SPELLED}other"


def _day(mention: Mention) -> Iterator[str]:
    yield DAY
    days = [day.day for day in mention.readings if day.day is not None]
    if mention.kind == "date" and days:
        for day in days:
            yield str(day)
            yield f"{SPELLED}{day}" if str(day) in spelled() else f"{SPELLED}other"
    else:
        yield MONTH
