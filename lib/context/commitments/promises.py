"""The promises of a text, sentence by sentence: who writes commits themselves, perhaps until a day."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from lib.context.text.languages import LANGUAGES, bounded, language_words, languages, small
from lib.context.text.reply_cues import reply_cue
from lib.context.text.sentences import marked_sentences
from lib.context.text.values.dates import DateMention, date_groups, days
from lib.context.text.values.relative_days import day_phrases, relative_days

DueKind = Literal["hard", "relative", "none"]
LOOKED_AT = 20_000
"""Characters of a text that are looked at."""
_AFTER_DUE = 7


@dataclass(frozen=True)
class Promise:
    """One sentence of a text, at `text[start:end]`, that commits its author, and the last day for it."""

    start: int
    end: int
    words: str
    due: date | None
    due_kind: DueKind
    """A date in full, a day told from the day of the writing, or none."""


@dataclass(frozen=True)
class _Forms:
    certain: re.Pattern[str]
    """Forms of the future that promise by themselves …"""
    with_day: re.Pattern[str]
    """… and those of the present, which promise only with a day or a "soon"."""
    soon: re.Pattern[str]
    no: re.Pattern[str]
    week: re.Pattern[str]
    next_week: re.Pattern[str]
    month: re.Pattern[str]


@lru_cache(2048)
def promises(text: str, written_on: date) -> tuple[Promise, ...]:
    """The sentences of `text`, written on a day, in which its author promises something, in order."""
    return tuple(_found(text[:LOOKED_AT], written_on))


def _found(text: str, written_on: date) -> Iterator[Promise]:
    at = 0
    for sentence in marked_sentences(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        words = sentence.strip()
        if is_promise(words):
            due, kind = due_of(words, written_on)
            start += len(sentence) - len(sentence.lstrip())
            yield Promise(start, start + len(words), words, due, kind)


@lru_cache(8192)
def is_promise(sentence: str) -> bool:
    """Whether the author of a sentence commits themselves by it; a question, a condition and a denial do not."""
    lowered = small(bounded(sentence))
    if not _any_form().search(lowered):
        return False
    for code in languages(lowered) or LANGUAGES:
        forms = _forms()[code]
        found = forms.certain.search(lowered)
        has_day = bool(forms.soon.search(lowered) or days(lowered) or any(True for _ in _days_said(lowered)))
        found = found or (forms.with_day.search(lowered) if has_day else None)
        if found is None or forms.no.search(lowered):
            continue
        return reply_cue(sentence) != "asks" and not language_words()[code].doubted.search(lowered)
    return False


def due_of(sentence: str, written_on: date) -> tuple[date | None, DueKind]:
    """The last day that a sentence written on a day names, and how it is told."""
    for readings in date_groups(sentence):
        for reading in readings:
            if (day := _next(reading, written_on)) is not None:
                return day, "hard"
    lowered = small(sentence)
    for code in languages(lowered) or LANGUAGES:
        forms = _forms()[code]
        if forms.next_week.search(lowered):
            return written_on + timedelta(days=13 - written_on.weekday()), "relative"
        if forms.week.search(lowered):
            return written_on + timedelta(days=6 - written_on.weekday()), "relative"
        if forms.month.search(lowered):
            first = written_on.replace(day=1)
            return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1), "relative"
    ahead = [
        date(item.year, item.month, item.day) for item in relative_days(sentence, written_on) if item.year and item.day
    ]
    ahead = [day for day in ahead if day >= written_on]
    return (min(ahead), "relative") if ahead else (None, "none")


def _next(mention: DateMention, written_on: date) -> date | None:
    """The day that a date means: without a year the next one from a week before the writing on; None without a day."""
    if mention.day is None:
        return None
    for year in (mention.year,) if mention.year else (written_on.year, written_on.year + 1):
        try:
            day = date(year, mention.month, mention.day)
        except ValueError:
            continue
        if mention.year or day >= written_on - timedelta(days=_AFTER_DUE):
            return day
    return None


def _days_said(lowered: str) -> Iterator[object]:
    """What in a sentence names a day from today on."""
    yield from (step for _, _, step in day_phrases(lowered) if step >= 0)
    yield from relative_days(lowered, date(2000, 1, 3))
    yield from (
        code for code in LANGUAGES if _forms()[code].week.search(lowered) or _forms()[code].month.search(lowered)
    )


@cache
def _forms() -> Mapping[str, _Forms]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        code: _Forms(
            certain=_whole(f"{table['future']}|(?:{table['lead']})_(?:{table['doing']})"),
            with_day=_whole(table["present"]),
            soon=_whole(table["soon"]),
            no=_whole(table["not"]),
            week=_whole(table["week"]),
            next_week=_whole(table["next_week"]),
            month=_whole(table["month"]),
        )
        for code, table in written.items()
    }


@cache
def _any_form() -> re.Pattern[str]:
    """Any form in any language: most sentences have none, and need no closer look."""
    return re.compile("|".join(f"{forms.certain.pattern}|{forms.with_day.pattern}" for forms in _forms().values()))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{pattern})(?!\w)".replace("_?", r"\s*").replace("_", r"\s+"))
