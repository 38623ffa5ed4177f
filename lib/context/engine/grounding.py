"""Whether a claim is supported: its numbers, dates, addresses and proper names must occur in its quotes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from lib.context.text.normalize import folded_words
from lib.context.text.numbers_dates import (
    FOREIGN_MONTHS,
    MONTHS,
    WEEKDAYS,
    date_groups,
    days,
    numbers,
    relative_days,
    without_dates,
)

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|\bwww\.\S+", re.I)
_PHONE = re.compile(r"(?:\+|\b00|\b0|\()\d[\d ()/.-]{5,}\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_TITLED = "".join(rf"(?<!\b{title})" for title in ("mr", "ms", "dr", "mrs", "prof"))
_STARTS = re.compile(rf"(?:^|{_TITLED}[.!?]|\n)[\s\"'“”‘’(\[*•-]*$", re.I)
_CLAUSE = re.compile(r"[:;][\s\"'“”‘’(\[*•-]*$")
_GOES_ON = re.compile(r"\s+[^\W\d_A-Z]")
"""A clause after a colon begins with a capital and goes on in small letters; a name alone does not."""
_COUNTED = re.compile(
    r"\b(?:weeks?|months?|wochen?|monate?n?|semaines?|mois|semanas?|mes(?:es)?|settiman[ae]|mes[ei])\b", re.I
)
_TITLES = {"mr", "mrs", "ms", "dr", "prof", "i", "i'm", "i'd", "i've", "i'll"}
PHONE_DIGITS = 7
"""Two telephone numbers are the same when their last digits are, however the country is written."""


def unsupported(text: str, quotes: Sequence[tuple[str, datetime]], *, known: Iterable[str] = ()) -> tuple[str, ...]:
    """What `text` claims and no quote says, as written, in order; `quotes` are words with the moment they were sent.

    `known` are names and texts that need no support: the client's own name, and what was established before.
    """
    said = "\n".join(quote for quote, _ in quotes)
    rest, missing = text, []
    for pattern, is_said in ((_ADDRESS, _is_address_said), (_PHONE, _is_phone_said)):
        for match in pattern.finditer(rest):
            if not is_said(match[0], said):
                missing.append(match[0])
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    missing += _missing_dates(rest, quotes) + _missing_numbers(rest, said)
    missing += _missing_names([*names(rest), *_missing_months(rest, quotes)], said, known)
    return tuple(dict.fromkeys(missing))


def names(text: str) -> Iterator[str]:
    """The proper names of `text`, word by word: capitalised, not at a sentence's start, no acronym."""
    for match in _WORD.finditer(text):
        word = match[0]
        if not word[0].isupper() or _is_acronym(word) or word.casefold().replace("’", "'") in _TITLES:
            continue
        if word.casefold() in MONTHS or _weekday(word) or _begins(text, match):
            continue
        yield word


def _begins(text: str, match: re.Match[str]) -> bool:
    """Whether the word has its capital from its place: it begins a sentence, or a clause after a colon."""
    before = text[: match.start()]
    return bool(_STARTS.search(before) or (_CLAUSE.search(before) and _GOES_ON.match(text, match.end())))


def _missing_dates(text: str, quotes: Sequence[tuple[str, datetime]]) -> list[str]:
    said = [day for quote, sent in quotes for day in (*days(quote), *relative_days(quote, sent.date()))]
    years = {sent.year + step for _, sent in quotes for step in (-1, 0, 1)}
    missing = []
    for readings in date_groups(text):
        if not any(
            day.agrees(other) and (other.year is not None or day.year is None or day.year in years)
            for day in readings
            for other in said
        ):
            missing.append(readings[0].written)
    words = {_weekday(word) for quote, _ in quotes for word in _WORD.findall(quote)}
    sent_on = {WEEKDAYS[day_of.weekday()] for day_of in _dates_said(quotes)}
    return missing + [
        word for word in _WORD.findall(text) if (day_name := _weekday(word)) and day_name not in words | sent_on
    ]


def _missing_months(text: str, quotes: Sequence[tuple[str, datetime]]) -> list[str]:
    """The months that `text` names without a day or a year; none where the quotes count in weeks or months."""
    named = [
        match[0]
        for match in _WORD.finditer(without_dates(text))
        if match[0][0].isupper() and match[0].casefold() in MONTHS and not _STARTS.search(text[: match.start()])
    ]
    if not named or any(_COUNTED.search(quote) for quote, _ in quotes):
        return []
    said = {day.month for quote, sent in quotes for day in (*days(quote), *relative_days(quote, sent.date()))}
    said |= {month for quote, _ in quotes for word in _WORD.findall(quote) if (month := _month(word))}
    return [word for word in named if _month(word) not in said]


def _month(word: str) -> int | None:
    return MONTHS.get(word.casefold()) or FOREIGN_MONTHS.get(word.casefold())


def _dates_said(quotes: Sequence[tuple[str, datetime]]) -> Iterator[datetime]:
    for quote, sent in quotes:
        for day in (*days(quote), *relative_days(quote, sent.date())):
            if day.day is not None:
                try:
                    yield datetime(day.year or sent.year, day.month, day.day)
                except ValueError:
                    continue


def _missing_numbers(text: str, said: str) -> list[str]:
    values = {value for number in numbers(said) for value in number.values}
    for day in days(said):
        values |= {float(part) for part in (day.year, day.month, day.day) if part is not None}
    return [number.written for number in numbers(text) if not number.values & values]


def _missing_names(missing: list[str], said: str, known: Iterable[str]) -> list[str]:
    for source in chain((said,), known):  # what is known is looked up only where a name is missing
        if not missing:
            break
        words = {_stem(word) for word in _WORD.findall(source)}
        words |= {part for word in words for part in word.split("-")}
        missing = [name for name in missing if not words.issuperset(_stem(name).split("-"))]
    return missing


def _is_address_said(address: str, said: str) -> bool:
    return folded_words(address).rstrip(".,;)/") in folded_words(said)


def _is_phone_said(phone: str, said: str) -> bool:
    digits = re.sub(r"\D", "", phone)[-PHONE_DIGITS:]
    return digits in re.sub(r"[ ()/.\-]", "", said)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.upper() == word


def _weekday(word: str) -> str | None:
    """The day of the week that `word` names, singular or plural."""
    plain = word.casefold().removesuffix("'s").removesuffix("’s")
    return next((day for day in WEEKDAYS if plain in (day, day + "s")), None)


def _stem(word: str) -> str:
    return folded_words(word).removesuffix("'s").rstrip("'")
