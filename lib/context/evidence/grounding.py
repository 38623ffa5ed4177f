"""Whether a claim is supported: its quantities, dates, codes, addresses, names and polarity stand in its quotes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from lib.context.evidence.converses import converse_words
from lib.context.evidence.polarity import turned_words
from lib.context.evidence.quantities.missing_numbers import missing_numbers
from lib.context.evidence.quantities.parts import missing_all
from lib.context.evidence.subjects import figures_of_others
from lib.context.text.languages import bounded
from lib.context.text.links import ADDRESS
from lib.context.text.normalize import folded_words
from lib.context.text.proper_names import NAME_WORD, missing_names, names
from lib.context.text.sentences import follows_end
from lib.context.text.values.clock import times, without_times
from lib.context.text.values.dates import DateMention, date_groups, days, without_dates
from lib.context.text.values.month_names import month, names_month, weekday
from lib.context.text.values.quantities import code_spans, numbers
from lib.context.text.values.rates import missing_rates, without_compounds
from lib.context.text.values.recurrences import missing_recurrences, without_recurrences
from lib.context.text.values.relative_days import day_phrases, day_steps, relative_days, weekdays_of_this_week
from lib.context.text.values.slot_values import missing_value
from lib.context.text.values.spans.period_parts import missing_parts, without_parts
from lib.context.text.values.spans.periods import periods
from lib.context.text.values.swapped_words import exchanged_names, swapped_words

__all__ = ["names", "unsupported"]

Quotes = Sequence[tuple[str, datetime]]
PHONE = re.compile(r"(?:\+|\b00|\b0|\()\d[\d ()/.-]{5,}\d")
_COUNTED = re.compile(
    r"\b(?:weeks?|months?|wochen?|monate?n?|semaines?|mois|semanas?|mes(?:es)?|settiman[ae]|mes[ei])\b", re.I
)
_QUARTER = re.compile(
    r"(?<!\w)(?:q([1-4])|(first|second|third|fourth|1st|2nd|3rd|4th|[1-4]\.)\s+(?:quarter|quartal))(?!\w)", re.I
)
_QUARTERS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_LOOSE = ("year", "spring", "summer", "autumn", "winter")
"""Periods that are said in many words ("before Christmas", "in June")."""
PHONE_DIGITS = 7
"""A telephone number without its country's code has so many digits or more."""
_ZERO = re.compile(r"\(0\)")
_GAP = r"[ ()/.\-]{0,3}"


def unsupported(text: str, quotes: Quotes, *, known: Iterable[str] = ()) -> tuple[str, ...]:
    """What `text` claims and no quote says, as written, kind by kind; `quotes` are words with the moment of sending.

    `known` are names and texts that need no support: the client's own name, and what was established before.
    """
    text, quotes = bounded(text), [(bounded(quote), sent) for quote, sent in quotes]
    missing_for = missing_rates(text, "\n".join(quote for quote, _ in quotes))
    missing_for += missing_recurrences(text, [quote for quote, _ in quotes])
    missing_for += missing_parts(text, [quote for quote, _ in quotes])
    text, quotes = _compared(text), [(_compared(quote), sent) for quote, sent in quotes]
    said = "\n".join(quote for quote, _ in quotes)
    rest, missing = text, []
    for pattern, is_said in ((ADDRESS, _is_address_said), (PHONE, _is_phone_said), (_QUARTER, _is_quarter_said)):
        for match in pattern.finditer(rest):
            if not is_said(match[0], said):
                missing.append(match[0])
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    missing += _missing_dates(rest, quotes) + _missing_times(rest, said)
    rest, codes = _missing_codes(rest, said)
    missing += codes + missing_numbers(rest, _without_phones(said)) + missing_all(rest, [quote for quote, _ in quotes])
    missing += figures_of_others(rest, [quote for quote, _ in quotes]) if not missing else ()
    missing += missing_names([*names(without_times(rest), said=said), *_missing_months(rest, quotes)], said, known)
    missing += (
        missing_value(text, said) or swapped_words(text, said) or exchanged_names(text, said) if not missing else ()
    )
    missing += missing_for if not missing else ()
    missing += turned_words(text, [quote for quote, _ in quotes]) if not missing else ()
    missing += converse_words(text, [quote for quote, _ in quotes]) if not missing else ()
    return tuple(dict.fromkeys(missing))


def _compared(text: str) -> str:
    """`text` without what is compared apart: what an amount is for, how often, and in which part of a month."""
    return without_parts(without_recurrences(without_compounds(text)))


def _without_phones(said: str) -> str:
    """`said` with its telephone numbers blanked out, of which no group is a count."""
    return PHONE.sub(lambda match: match[0] if match[0][0] == "(" else " " * len(match[0]), said)


def figures(text: str) -> tuple[str, ...]:
    """The quantities, dates, times and codes that `text` names, as written."""
    dates = (readings[0].written for readings in date_groups(text))
    codes = (text[start:end] for start, end in code_spans(text))
    counted = (item.written for item in numbers(text) if not item.is_article)
    return (*dates, *(item.written for item in times(text) if not item.is_bare), *codes, *counted)


def _missing_dates(text: str, quotes: Quotes) -> list[str]:
    said = [day for quote, sent in quotes for day in _days_said(quote, sent)]
    years = {sent.year + step for _, sent in quotes for step in (-1, 0, 1)}
    missing = []
    for readings in date_groups(text):
        if not any(
            day.agrees(other) and (other.year is not None or day.year is None or day.year in years)
            for day in readings
            for other in said
        ):
            missing.append(readings[0].written)
    return missing + _missing_steps(text, quotes) + _missing_weekdays(text, quotes) + _missing_periods(text, quotes)


def _missing_steps(text: str, quotes: Quotes) -> list[str]:
    """The "tomorrow" of `text` where no quote says tomorrow or names that day."""
    return [
        text[start:end]
        for start, end, step in day_phrases(text)
        if not any(
            step in day_steps(quote) or (sent.date() + timedelta(days=step)) in set(_dates_said([(quote, sent)]))
            for quote, sent in quotes
        )
    ]


def _missing_periods(text: str, quotes: Quotes) -> list[str]:
    """The "next week" of `text` where no quote says it or names a day of it; a year is missed only for another one."""
    return [
        wanted.written
        for wanted in periods(text)
        if not any(
            any(wanted.agrees(other) for other in periods(quote))
            or any(wanted.has(day, sent=sent.date()) for day in _dates_said([(quote, sent)]))
            for quote, sent in quotes
        )
        and (
            wanted.unit not in _LOOSE or any(wanted.unit == item.unit for quote, _ in quotes for item in periods(quote))
        )
    ]


def _missing_weekdays(text: str, quotes: Quotes) -> list[str]:
    named = [word for word in NAME_WORD.findall(text) if weekday(word) is not None]
    if not named:
        return []
    said = {weekday(word) for quote, _ in quotes for word in NAME_WORD.findall(quote)}
    said |= {day.weekday() for day in _dates_said(quotes)}
    missing = [word for word in named if weekday(word) not in said]
    meant = [(word, day) for _, sent in quotes for word, day in weekdays_of_this_week(text, sent.date())]
    right = {word for word, day in meant if day in set(_dates_said(quotes))}
    return missing or [word for word, _ in meant if word not in right]


def _missing_months(text: str, quotes: Quotes) -> list[str]:
    """The months that `text` names without a day or a year; none where the quotes count in weeks or months."""
    named = [
        match[0]
        for match in NAME_WORD.finditer(without_dates(text))
        if names_month(match[0]) and not (match[0][0].isupper() and follows_end(text[: match.start()]))
    ]
    if not named or any(_COUNTED.search(quote) for quote, _ in quotes):
        return []
    said = {day.month for quote, sent in quotes for day in _days_said(quote, sent)}
    said |= {number for quote, _ in quotes for word in NAME_WORD.findall(quote) if (number := month(word))}
    return [word for word in named if month(word) not in said]


def _days_said(quote: str, sent: datetime) -> tuple[DateMention, ...]:
    return (*days(quote), *relative_days(quote, sent.date()))


def _dates_said(quotes: Quotes) -> Iterator[date]:
    for quote, sent in quotes:
        for day in _days_said(quote, sent):
            if day.day is not None:
                try:
                    yield date(day.year or sent.year, day.month, day.day)
                except ValueError:
                    continue


def _missing_times(text: str, said: str) -> list[str]:
    wanted = [item for item in times(text) if not item.is_bare]
    if not wanted:
        return []
    minutes = frozenset[int]().union(*(item.minutes for item in times(said)))
    return [item.written for item in wanted if not item.minutes & minutes]


def _missing_codes(text: str, said: str) -> tuple[str, list[str]]:
    """`text` without its codes, and the codes that `said` does not have whole ("12a" is not in "112a")."""
    missing, plain = [], None
    for start, end in list(code_spans(text)):
        plain = folded_words(said) if plain is None else plain
        letters = r"[\s-]?".join(re.findall(r"\d+|[^\W\d_]+", folded_words(text[start:end])))
        if not re.search(rf"(?<!\w){letters}(?!\w)", plain):
            missing.append(text[start:end])
        text = text[:start] + " " * (end - start) + text[end:]
    return text, missing


def _is_address_said(address: str, said: str) -> bool:
    plain = re.escape(folded_words(address).rstrip(".,;)/"))
    return re.search(rf"(?<![\w.+@-])(?:www\.)?{plain}(?![\w@-]|\.\w)", folded_words(said)) is not None


def _is_phone_said(phone: str, said: str) -> bool:
    """Whether `said` has the whole number, however the country is written: +49 341 … is 0341 …, but not 0342 …."""
    plain = _ZERO.sub("", phone)
    digits = re.sub(r"\D", "", plain)
    is_abroad = plain.lstrip(" (").startswith(("+", "00"))
    whole = digits.removeprefix("00") if is_abroad else digits
    spelled = [rf"(?:\+|(?<!\d)00){_GAP}{_spaced(whole)}"] if is_abroad else [rf"(?<!\d){_spaced(whole)}"]
    if is_abroad:  # the country's code has one to three digits
        nations = {whole[length:] for length in (1, 2, 3)}
        spelled += [
            rf"(?<![\d+])(?<!\d[ ()/.-])0?{_GAP}{_spaced(nation)}" for nation in nations if len(nation) >= PHONE_DIGITS
        ]
    elif digits.startswith("0"):
        spelled += [rf"(?:\+|(?<!\d)00)\d{{1,3}}{_GAP}{_spaced(digits[1:])}", rf"(?<![\d+]){_spaced(digits[1:])}"]
    elif len(digits) >= PHONE_DIGITS:
        spelled.append(_spaced(digits))
    words = _ZERO.sub("", said)
    return any(re.search(rf"{pattern}(?!\d)", words) for pattern in spelled)


def _spaced(digits: str) -> str:
    return _GAP.join(digits)


def _is_quarter_said(quarter: str, said: str) -> bool:
    return bool(
        {_quarter(match) for match in _QUARTER.finditer(said)} & {_quarter(m) for m in _QUARTER.finditer(quarter)}
    )


def _quarter(match: re.Match[str]) -> str:
    return match[1] or _QUARTERS.get(match[2].lower(), match[2][0])
