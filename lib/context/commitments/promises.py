"""The promises of a text, sentence by sentence: who writes commits themselves, perhaps until a day."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from lib.context.commitments.feasts import feast_day
from lib.context.text.languages import LANGUAGES, bounded, language_words, languages, small
from lib.context.text.reply_cues import reply_cue
from lib.context.text.sentences import marked_sentences
from lib.context.text.values.dates import DateMention, date_groups, days
from lib.context.text.values.relative_days import day_phrases, relative_days

DueKind = Literal["hard", "relative", "none"]
LOOKED_AT = 20_000
"""Characters of a text that are looked at."""
_AFTER_DUE = 7
_CLAUSE = re.compile(
    r"[;:()]|,(?=\s)|\s[–—-]\s"
    r"|(?<!\w)(?:and|but|und|aber|sondern|et|mais|y|pero|e|ed|ma|mas|because|since|weil|denn|car|porque|perché)(?!\w)"
)
"""What parts a promise from what is said beside it."""
_UNTIL = re.compile(
    r"(?<!\w)(?:by|until|till|before|no later than|bis(?: (?:zum|spätestens|am|ende))?|vor|spätestens|d'ici(?: au| le)?"
    r"|avant|au plus tard|antes del?|hasta|a más tardar|entro|prima di|non oltre|até(?: ao| à)?)(?!\w)"
)
_WITHIN = re.compile(
    r"(?<!\w)(?:within|inside of|in less than|in the next|innerhalb (?:von|der nächsten)|binnen|in den nächsten"
    r"|in weniger als|sous|dans un délai de|dans les|en moins de|d'ici|en un plazo de|en menos de|en los próximos"
    r"|en las próximas|entro|nel giro di|nei prossimi|nelle prossime|no prazo de|em menos de|nos próximos"
    r"|nas próximas)(?=\s+(?:the\s+next\s+)?\w+\s+"
    r"(?:day|week|hour|tag|woche|stunde|jour|semaine|heure|día|semana|hora|giorn|settiman|or[ae]|dia))",
    re.I,
)
"""What stands before a time that something is done in at the latest: its end is the day that is due."""
_IN = {
    **dict.fromkeys(("no prazo", "em menos", "nos próximos", "nas próximas"), "em"),
    **dict.fromkeys(("en un plazo", "en menos", "en los", "en las"), "en"),
    **dict.fromkeys(("sous", "dans", "d'ici", "en moins"), "dans"),
}
_HOURS = re.compile(
    r"(?<!\w)(?:in|dans|en|em|fra|tra|dentro de)\s+(\d{1,3})\s*(?:hours?|stunden|heures?|horas?|ore)(?!\w)", re.I
)
_ORIGIN = r"of|from|dated|vom|von|du|del|dell[ao']|dal|de|do"
"""What stands before the day of a letter or a bill."""


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
    anywhere: re.Pattern[str]
    """Those of them that no other language has, …"""
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
    return tuple(_promises(text[:LOOKED_AT], written_on))


def _promises(text: str, written_on: date) -> Iterator[Promise]:
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
    told = languages(lowered) or LANGUAGES
    for code in dict.fromkeys((*told, *LANGUAGES)):  # "Vou tratar do seguro." has no stop word but an English one
        forms = _forms()[code]
        promise = (forms.certain if code in told else forms.anywhere).search(lowered)
        if promise is None and code in told and forms.with_day.search(lowered):
            has_day = bool(forms.soon.search(lowered) or days(lowered) or any(True for _ in _days_said(lowered)))
            promise = forms.with_day.search(lowered) if has_day else None
        if promise is None or forms.no.search(lowered):
            continue
        return reply_cue(sentence) != "asks" and not language_words()[code].doubted.search(lowered)
    return False


def due_of(sentence: str, written_on: date) -> tuple[date | None, DueKind]:
    """The last day that a sentence written on a day names for what it promises, and how it is told."""
    for part in (*_promised_parts(sentence), sentence):
        due, kind = _due_in(part, written_on)
        if due is not None:
            return due, kind
    return None, "none"


def _promised_parts(sentence: str) -> Iterator[str]:
    """Where the day of a promise stands, the likeliest first: behind an "until", behind the promise, beside it."""
    lowered = small(sentence)
    if len(lowered) != len(sentence):
        return
    told = languages(lowered) or LANGUAGES
    matches = (_forms()[code].certain.search(lowered) or _forms()[code].with_day.search(lowered) for code in told)
    form = next((match for match in matches if match), None)
    if form is None:  # "I got your letter of 3 May and will send it by 10 May"
        yield from (sentence[match.end() :] for match in _UNTIL.finditer(lowered))
        return
    ends = [match.span() for match in _CLAUSE.finditer(lowered)]
    start = max((after for _, after in ends if after <= form.start()), default=0)
    end = min((before for before, _ in ends if before >= form.end()), default=len(sentence))
    for match in _UNTIL.finditer(lowered, start, end):
        # "By Friday I'll send the invoice of 20 May": what is due stands before the promise
        yield sentence[match.end() : form.start() if match.end() <= form.start() else end]
    for part in (sentence[form.start() : end], sentence[start:end]):
        yield _without_origins(part)
        yield part
    yield from (sentence[match.end() :] for match in _UNTIL.finditer(lowered))


def _without_origins(part: str) -> str:
    """`part` without the days of what is spoken of ("the letter of 3 May")."""
    for readings in date_groups(part):
        written = readings[0].written
        part = re.sub(rf"(?<!\w)(?:{_ORIGIN})\s+{re.escape(written)}", " ", part, flags=re.I)
    return part


def _due_in(sentence: str, written_on: date) -> tuple[date | None, DueKind]:
    for readings in date_groups(sentence):
        for reading in readings:
            if (day := _next(reading, written_on)) is not None:
                return day, "hard"
    if (feast := feast_day(sentence, written_on)) is not None:
        return feast, "hard"
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
    sentence = _counted_down(sentence)
    ahead = [
        date(item.year, item.month, item.day) for item in relative_days(sentence, written_on) if item.year and item.day
    ]
    ahead = [day for day in ahead if day >= written_on]
    return (min(ahead), "relative") if ahead else (None, "none")


def _counted_down(text: str) -> str:
    """`text` with the end of each time in which something is done told as days from the writing: "in 14 days"."""
    return _HOURS.sub(lambda hours: f"in {-(-int(hours[1]) // 24)} days", _WITHIN.sub(_in, text))


def _in(within: re.Match[str]) -> str:
    """The word for "in" of the language that a time is counted in: a word of another one would hide its numerals."""
    said = small(within[0])
    return next((word for begins, word in _IN.items() if said.startswith(begins)), "in")


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
    yield from filter(None, (feast_day(lowered, date(2000, 1, 3)),))
    yield from relative_days(_counted_down(lowered), date(2000, 1, 3))
    yield from (
        code
        for code, forms in _forms().items()
        if forms.week.search(lowered) or forms.next_week.search(lowered) or forms.month.search(lowered)
    )


@cache
def _forms() -> Mapping[str, _Forms]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        code: _Forms(
            certain=_whole(f"{table['future']}|{table['given']}|(?:{table['lead']})_(?:{table['doing']})"),
            anywhere=_whole(f"{table['given']}|(?:{table['lead']})_(?:{table['doing']})"),
            with_day=_whole(f"{table['present']}|{table['arriving']}"),
            soon=_whole(table["soon"]),
            no=_whole(table["not"]),
            week=_whole(table["week"]),
            next_week=language_words()[code].next_week,
            month=_whole(table["month"]),
        )
        for code, table in written.items()
    }


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{pattern})(?!\w)".replace("_?", r"\s*").replace("_", r"\s+"))
