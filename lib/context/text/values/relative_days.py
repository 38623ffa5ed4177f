"""The days that a text means from the day of its writing: tomorrow, next Friday, the 11th, in three weeks."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from lib.context.text.languages import LANGUAGES, language_words, languages, small
from lib.context.text.values.dates import DateMention, date_spans, without_dates
from lib.context.text.values.month_names import short_weekdays, weekdays
from lib.context.text.values.number_words import spelled_numbers

_WEEKDAY = re.compile(r"(?<!\w)(" + "|".join(sorted(map(re.escape, weekdays()), key=len, reverse=True)) + r")(?!\w)")
_THE_DAY = re.compile(
    r"(?<!\w)(?:the|le|el|il|den|am|dem|der|dia|día)\s+(\d{1,2})(?:st|nd|rd|th|\.(?=\s+[a-zäöü]|\s*$))(?!\w)"
)
_WEEKDAY_AND_DAY = re.compile(
    rf"{_WEEKDAY.pattern},?\s+(?:(?:the|le|el|il|den|dem|der|o|dia|día)\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|º|\.)?(?![\w:%]|[.,]\d)"
)
"""A day of the week with its number in the month ("Sunday 24", "Sonntag, den 24.")."""
_SHORT_WEEKDAY = re.compile(
    rf"(?<!\w)(?:na|nesta|esta|essa|da|de|até|para|próxima)\s+({'|'.join(short_weekdays())})"
    r"(?=\s*(?:$|[.,;:!?)\n])|\s+(?:da|de|às?|ao|que|e|ou|dia|\d)(?!\w))"
)
"""A Portuguese day of the week without its "-feira", where no noun follows that it would count ("na sexta edição")."""
_MONTHS_AHEAD = 3
"""Months from that of the writing on in which such a day is looked for."""
_IN = re.compile(
    r"(?<!\w)(?:in|dans|en|dentro de|fra|tra|em|daqui a)\s+(\d{1,3})\s+"
    r"(days?|tag\w*|jours?|días?|giorni|dias?|weeks?|woche\w*|semaines?|semanas?|settimane?)(?!\w)"
)
_AGO = re.compile(r"(?<!\w)(\d{1,3})\s+(days?|weeks?)\s+ago(?!\w)|(?<!\w)vor\s+(\d{1,3})\s+(tag\w*|woche\w*)(?!\w)")
_TO_DATE = re.compile(r",?\s*(?:(?:the|den|dem|der|am|le|el|il|o|on|dia|día),?\s+)?")
"""What stands between a day of the week and its date."""
_CLAUSE_ENDS = ".!?;\n"


def relative_days(text: str, sent: date) -> tuple[DateMention, ...]:
    """The dates meant by what `text`, written on `sent`, says of days; no date that is named in full."""
    lowered = _in_digits(_SHORT_WEEKDAY.sub(_in_full, small(without_dates(_without_their_weekdays(text)))))
    found = {sent + timedelta(days=step) for step in (*day_steps(text), *_counted(lowered))}
    for match in list(_WEEKDAY_AND_DAY.finditer(lowered)):
        if numbered := _numbered(match, sent):
            found.add(numbered)
            lowered = lowered[: match.start()] + " " * len(match[0]) + lowered[match.end() :]
    found |= set(_weekdays(lowered, sent)) | set(_days_of_month(lowered, sent))
    return tuple(DateMention(day.isoformat(), day.year, day.month, day.day) for day in sorted(found))


def with_days(text: str, sent: date) -> str:
    """`text` with the days that it means from `sent` on written behind it, so that they are compared as dates are."""
    return " ".join((text, *(day.written for day in relative_days(text, sent))))


def weekdays_of_this_week(text: str, sent: date) -> Iterator[tuple[str, date]]:
    """Each day of the week that `text`, written on `sent`, says to be the next one ("this Friday"), and which it is."""
    lowered = small(text)
    table = [language_words()[code] for code in languages(text) or LANGUAGES]
    for match in _WEEKDAY.finditer(lowered):
        before = lowered[max(0, match.start() - 16) : match.start()].split()
        if before and any(words.this.fullmatch(before[-1]) for words in table):
            yield text[match.start() : match.end()], sent + timedelta(days=(weekdays()[match[1]] - sent.weekday()) % 7)


def names_day_of_month(text: str) -> bool:
    """Whether `text` names a day by its number in a month that is not said ("the 11th", "Sunday 24")."""
    lowered = small(text)
    return bool(_THE_DAY.search(lowered) or _WEEKDAY_AND_DAY.search(lowered))


def day_steps(text: str) -> tuple[int, ...]:
    """Today 0, tomorrow 1, yesterday −1 and so on, as `text` says them; each phrase read as long as it goes."""
    lowered = small(text)
    return tuple(step for _, _, step in day_phrases(lowered))


def day_phrases(text: str) -> Iterator[tuple[int, int, int]]:
    """Where `text` says today, tomorrow and the like, as (start, end, step)."""
    lowered, taken = small(text), list[tuple[int, int]]()
    for pattern, step in _phrases(languages(text) or LANGUAGES) if _any_phrase().search(lowered) else ():
        for match in pattern.finditer(lowered):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            if step is not None:
                yield match.start(), match.end(), step


@cache
def _any_phrase() -> re.Pattern[str]:
    """Any phrase for a day in any language: most texts have none, and need no closer look."""
    beginning = r"(?<!\w)"  # once for all: a choice that begins with letters is searched many times faster
    phrases = (pattern.pattern.removeprefix(beginning) for pattern, _ in _phrases(LANGUAGES))
    return re.compile(f"{beginning}(?:{'|'.join(phrases)})")


@cache
def _phrases(codes: tuple[str, ...]) -> Sequence[tuple[re.Pattern[str], int | None]]:
    """The phrases for a day of some languages, the longest first."""
    phrases = [item for code in codes for item in language_words()[code].days]
    return sorted(phrases, key=lambda item: -len(item[0].pattern))


def without_day_phrases(text: str) -> str:
    """`text` with what it says of today, tomorrow and the like blanked out, letter by letter."""
    for start, end, _ in day_phrases(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _weekdays(lowered: str, sent: date) -> Iterator[date]:
    table = [language_words()[code] for code in languages(lowered) or LANGUAGES]
    in_next_week = any(words.next_week.search(lowered) for words in table)
    for match in _WEEKDAY.finditer(lowered):
        number = weekdays()[match[1]]
        beside = lowered[max(0, match.start() - 16) : match.start()].rstrip(), lowered[match.end() : match.end() + 16]
        ahead = (number - sent.weekday()) % 7
        if any(_beside(words.last, beside) for words in table):
            yield sent + timedelta(days=ahead - 7)
        elif in_next_week or any(_beside(words.next, beside) for words in table):
            yield sent + timedelta(days=number - sent.weekday() + 7)
        elif any(not words.past.isdisjoint(_clause(lowered, match.start()).split()) for words in table):
            yield sent + timedelta(days=ahead - 7)
        else:
            yield sent + timedelta(days=ahead)
            if not ahead:
                yield sent + timedelta(days=7)  # said on that day itself


def _beside(pattern: re.Pattern[str], beside: tuple[str, str]) -> bool:
    before, after = beside
    last = before.split()[-1:]
    return bool(last and pattern.fullmatch(last[0])) or bool(pattern.match(after.lstrip()))


def _clause(text: str, position: int) -> str:
    start = max(text.rfind(mark, 0, position) for mark in _CLAUSE_ENDS) + 1
    return text[start:position]


def _days_of_month(lowered: str, sent: date) -> Iterator[date]:
    """ "the 11th": of this month, or of the next where it is over."""
    for match in _THE_DAY.finditer(lowered):
        day = int(match[1])
        year, month = (sent.year, sent.month) if day >= sent.day else divmod(sent.year * 12 + sent.month, 12)
        if day < sent.day:
            month += 1
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _numbered(match: re.Match[str], sent: date) -> date | None:
    """The next day with this number that is this day of the week, in this month or one of the next two."""
    for ahead in range(_MONTHS_AHEAD):
        year, month = divmod(sent.year * 12 + sent.month - 1 + ahead, 12)
        try:
            day = date(year, month + 1, int(match["day"]))
        except ValueError:
            continue
        if day >= sent and day.weekday() == weekdays()[match[1]]:
            return day
    return None


def _counted(lowered: str) -> Iterator[int]:
    for match in _IN.finditer(lowered):
        yield int(match[1]) * (7 if match[2][0] in "ws" else 1)
    for match in _AGO.finditer(lowered):
        many, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
        yield -int(many) * (7 if unit[0] == "w" else 1)


def _without_their_weekdays(text: str) -> str:
    """`text` with the days of the week blanked out that only tell what day a date is ("Friday 12 June")."""
    spans = date_spans(text)
    if not spans:
        return text
    for match in _WEEKDAY.finditer(small(text)):
        if any(_TO_DATE.fullmatch(text, match.end(), start) for start, _ in spans if start >= match.end()):
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return text


def _in_full(match: re.Match[str]) -> str:
    return f"{match[0]}-feira"


def _in_digits(lowered: str) -> str:
    for item in reversed(spelled_numbers(lowered)):
        if lowered.startswith("-feira", item.end):
            continue  # Portuguese counts the days of the week
        if item.value == int(item.value) and item.value < 1000:
            digits = str(int(item.value)) + ("th" if item.is_ordinal else "")
            lowered = lowered[: item.start] + digits + lowered[item.end :]
    return lowered
