"""The values that a sentence names, each with its place: figures, times, days, names, codes, addresses, telephones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from lib.context.evidence.grounding import PHONE
from lib.context.evidence.relatedness import LARGE
from lib.context.reply.values.clues import counting_nothing, has_days, has_figures
from lib.context.text.languages import content_stems, language_words, languages, shared_languages, small
from lib.context.text.links import ADDRESS
from lib.context.text.proper_names import NAME_WORD, key, names
from lib.context.text.values.clock import times, without_times
from lib.context.text.values.counted_things import COUNTED_THING
from lib.context.text.values.dates import DateMention, date_groups
from lib.context.text.values.month_names import month, weekday
from lib.context.text.values.quantities import Number, code_spans, numbers
from lib.context.text.values.relative_days import day_phrases, relative_days

MentionKind = Literal["address", "phone", "date", "weekday", "month", "time", "code", "number", "name"]
_ITEM = re.compile(r"\s*\(?\d{1,2}[.)]\s")
"""The number that a list gives its item."""
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|\.|º)(?!\w)")
_NATIONAL = re.compile(
    r"(?<![\w.,-])(?!\d{1,3}(?: \d{3})+(?! ?\d))(?!\d\d \d\d (?:19|20)\d\d(?!\d))(?!\d\d(?: \d\d)+(?! ?\d))"
    r"(?=(?:\d ?){8,12}(?![ ]?\d))\d{2,4}(?: \d{2,4}){2,4}(?![\w.,-]\d)"
)
"""A telephone number as it is written at home where none begins with a zero ("93 412 55 66"); no thousands, no list."""
REFERENCE = re.compile(r"(?<![\w-])[A-Z]{1,6}(?:[-/][A-Z]{1,6})?[-/]\d{1,12}(?:[-/.]\d{1,12}){0,4}(?![\w-])")
"""The number of a bill, a contract, a member ("RE-2026-118", "FT-2026/18"): one value, not a name and two figures."""
_RUNS = re.compile(r"\S{121,}|\s{40,}")
"""Runs of signs that nobody reads: as long a row of dots takes their place, in which every search takes linear time."""


@dataclass(frozen=True)
class Mention:
    """One value as written at `sentence[start:end]`, and what it is compared by, which depends on its kind."""

    kind: MentionKind
    written: str
    start: int
    end: int
    number: Number | None = None
    minutes: frozenset[int] = frozenset()
    """Of a time, its readings as minutes after midnight."""
    readings: tuple[DateMention, ...] = ()
    """Of a date, the days that it may mean; those of "tomorrow" count from the day of the writing."""
    phrase: str = ""
    """The words of a day that is told from the day of the writing ("tomorrow")."""
    counted: frozenset[str] = frozenset()
    """Of a count, the stems of what is counted."""
    number_in_week: int | None = None
    """Of a day of the week, which it is, Monday being 0."""
    written_on: date = date.min
    is_claimed: bool = True
    """Whether a draft states it: "at 5" and the day that "the 11th" means only support what is stated elsewhere."""

    @property
    def is_telling(self) -> bool:
        """Whether the value alone says what is spoken of: it is not a small count."""
        if self.number is not None:
            return self.number.is_amount or max(self.number.values) >= LARGE
        return self.kind not in ("weekday", "month", "time")


@lru_cache(8192)
def mentions(sentence: str, day: date) -> tuple[Mention, ...]:
    """The values of `sentence`, written on `day`, in order; the number of a list's item is none."""
    named = REFERENCE.sub(lambda match: " " * len(match[0]), sentence)
    found = (*_figures(sentence, day), *_names(without_times(named) if has_figures(sentence) else named))
    return tuple(sorted(found, key=lambda item: item.start))


@lru_cache(16384)
def figures_of(sentence: str, day: date) -> tuple[Mention, ...]:
    """The same without names, which are looked up by letters: reading a sentence for them takes time."""
    return tuple(_figures(sentence, day))


@lru_cache(16384)
def moments_in(sentence: str, day: date) -> frozenset[int]:
    """The minutes of the day and the months that the values of a sentence may mean."""
    return moments_of(figures_of(sentence, day))


def moments_of(values: Iterable[Mention]) -> frozenset[int]:
    """The minutes of the day that the values may mean, and the months, below zero: without a common one none agree."""
    moments = set[int]()
    for item in values:
        moments.update(item.minutes, (-day.month for day in item.readings))
    return frozenset(moments)


def _figures(sentence: str, day: date) -> Iterator[Mention]:
    rest = without_runs(sentence)
    if item := _ITEM.match(rest):
        rest = " " * item.end() + rest[item.end() :]
    for kind, pattern in (("address", ADDRESS), ("phone", PHONE), ("phone", _NATIONAL)):
        for match in list(pattern.finditer(rest)):
            yield Mention(kind, match[0], *match.span())  # type: ignore[arg-type]
            rest = _without(rest, *match.span())
    if not has_figures(rest):
        return  # most sentences: what follows reads them in six languages
    for mention in _days(rest, day) if has_days(rest) else ():
        yield mention
        rest = _without(rest, mention.start, mention.end) if mention.kind == "date" else rest
    references = [match.span() for match in REFERENCE.finditer(rest)]
    yield from (Mention("code", rest[start:end], start, end) for start, end in references)
    for moment in times(rest):
        place = moment.written, moment.start, moment.end
        yield Mention("time", *place, minutes=moment.minutes, is_claimed=not moment.is_bare)
    for start, end in list(code_spans(rest)):
        yield Mention("code", rest[start:end], start, end)
        rest = _without(rest, start, end)
    for number in numbers(rest):
        if meant := _day_of_month(number, rest, day):
            yield Mention("date", number.written, number.start, number.end, readings=(meant,), written_on=day)
        elif not number.is_article:
            counted, place = _counted(number, rest), (number.written, number.start, number.end)
            is_part = any(start <= number.start < end for start, end in references) or _counts_nothing(number, rest)
            yield Mention("number", *place, number=number, counted=counted, is_claimed=not is_part)


def _counts_nothing(number: Number, text: str) -> bool:
    """Whether the word for a number is part of a phrase that counts nothing ("at first", "prima di tutto")."""
    if not number.written.isalpha():
        return False
    phrases = counting_nothing().finditer(small(text))
    return any(phrase.start() <= number.start < phrase.end() for phrase in phrases)


def without_runs(text: str) -> str:
    """`text` in the same length without runs of signs that nobody reads, so that every search takes linear time."""
    return _RUNS.sub(lambda run: ("· " * len(run[0]))[: len(run[0])], text)


def _day_of_month(number: Number, text: str, day: date) -> DateMention | None:
    """The day that "the 11th" means."""
    if not _ORDINAL.search(number.written) and not _ORDINAL.match(text, number.end):
        return None
    return next((item for item in relative_days(text, day) if item.day in number.values), None)


def _days(text: str, day: date) -> Iterator[Mention]:
    meant = relative_days(text, day)
    if meant:
        yield Mention("date", "", 0, 0, readings=meant, written_on=day, is_claimed=False)
    at: dict[str, int] = {}
    for readings in date_groups(text):
        written = readings[0].written
        start = text.find(written, at.get(written, 0))
        at[written] = start + len(written)
        yield Mention("date", written, start, start + len(written), readings=readings, written_on=day)
        text = _without(text, start, start + len(written))
    for start, end, _ in day_phrases(text):
        phrase = text[start:end]
        yield Mention("date", phrase, start, end, readings=relative_days(phrase, day), phrase=small(phrase))
    for match in NAME_WORD.finditer(text):
        if (number := weekday(match[0])) is not None:
            there = tuple(item for item in meant if _weekday(item, day) == number)
            yield Mention("weekday", match[0], *match.span(), readings=there, number_in_week=number, written_on=day)
        elif match[0][0].isupper() and month(match[0]) and match.start():
            yield Mention("month", match[0], *match.span())


def _names(text: str) -> Iterator[Mention]:
    at = 0
    stop = frozenset[str]().union(*(language_words()[code].stop for code in languages(text)))
    for name in names(text):
        start = text.find(name, at)
        at = start + len(name)
        if name.isupper() or small(name) not in stop:  # "La caution …", "se Le va bene"
            yield Mention("name", name, start, at)


def _counted(number: Number, text: str) -> frozenset[str]:
    """The stems of the word behind a bare number; empty for an amount, a measure or a number at the end."""
    following = None if number.unit or number.is_amount else COUNTED_THING.match(text, number.end)
    if following is None:
        return frozenset()
    return frozenset(stem for code in shared_languages(text, text) for stem in content_stems(following[1], code))


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def agrees(mention: Mention, other: Mention) -> bool:
    """Whether `other`, on file, is the same value; names, codes, addresses and telephones are looked up by letters."""
    if mention.number is not None:
        return _is_number(mention.number, other)
    if mention.kind == "time":
        return bool(mention.minutes & other.minutes)
    if mention.kind == "month":
        wanted = month(mention.written)
        return (other.kind == "month" and month(other.written) == wanted) or wanted in {d.month for d in other.readings}
    if mention.kind == "weekday" and other.kind == "weekday":
        return mention.number_in_week == other.number_in_week
    if mention.kind in ("date", "weekday"):
        is_same_phrase = bool(mention.phrase) and mention.phrase == other.phrase
        return is_same_phrase or any(ours.agrees(theirs) for ours in mention.readings for theirs in other.readings)
    return key(mention.written) == key(other.written)


def _is_number(number: Number, other: Mention) -> bool:
    """Whether `other` is that number; "the 11th" may be a part of a date, a bare "at 5" an hour."""
    if other.number is not None:
        return number.agrees(other.number)
    parts = {float(part) for day in other.readings for part in (day.year, day.month, day.day) if part is not None}
    parts |= {float(minute // 60 % step or step) for minute in other.minutes for step in (12, 24)}
    return not number.unit and not number.bound and bool(number.values & parts)


def is_day_of(name: Mention, day: Mention) -> bool:
    """Whether a date beside a day of the week falls on it; without a year it is of the year of its writing."""
    return name.number_in_week in {_weekday(item, day.written_on) for item in day.readings}


def _weekday(day: DateMention, written_on: date) -> int | None:
    try:
        return date(day.year or written_on.year, day.month, day.day or 0).weekday()
    except ValueError:
        return None
