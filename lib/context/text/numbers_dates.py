"""Numbers and dates in a text, compared by value: 500k is 500,000, and 3 May is 2026-05-03."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: float(value) for value, word in enumerate([*_UNITS, *_TEENS])} | {
    word: float(20 + 10 * step) for step, word in enumerate(_TENS)
}
_SCALES = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "thsd": 1e3, "m": 1e6, "mn": 1e6, "mm": 1e6, "mio": 1e6, "mil": 1e6,
    "million": 1e6, "millions": 1e6, "bn": 1e9, "b": 1e9, "mrd": 1e9, "billion": 1e9, "billions": 1e9, "hundred": 1e2,
}  # fmt: skip
_CODES = "usd|eur|gbp|chf|aed"
_CURRENCY = rf"(?:[$€£¥]|(?<![^\W\d])(?:{_CODES}|dollars?|euros?|pounds?)\b)"
_BEFORE = "|".join(rf"(?<=\b{code})" for code in _CODES.split("|"))
_NUMBER = re.compile(
    rf"(?=\d)(?:(?<![\w.,])|{_BEFORE})"
    r"(?P<digits>\d+(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?:[ \u00a0]?(?P<scale>" + "|".join(sorted(_SCALES, key=len, reverse=True)) + rf")(?=\b|(?:{_CODES})\b))?"
    r"(?P<tail>m[²³23]\b|[a-z]*)",
    re.I,
)
_SPELLED = re.compile(r"\b(" + "|".join(_WORDS) + r")\b(?:[ -](" + "|".join(_SCALES) + r")\b)?", re.I)
_RANGE = re.compile(r"\s*(?:-|–|—|to|and|bis)\s*[$€£]?\s*", re.I)
_AMOUNT_BEFORE = re.compile(_CURRENCY + r"\s*$", re.I)
_AMOUNT_AFTER = re.compile(r"\s*" + _CURRENCY, re.I)

_MONTH_NAMES = (
    "jan january,feb february,mar march,apr april,may,jun june,jul july,aug august,sep sept september,oct october,"
    "nov november,dec december"
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split(","), start=1) for name in names.split()}
_FOREIGN_NAMES = (
    "januar jänner janvier enero gennaio,februar février febrero febbraio,märz mars marzo,avril abril aprile,"
    "mai mayo maggio,juni juin junio giugno,juli juillet julio luglio,août agosto,septembre septiembre settembre,"
    "oktober octobre octubre ottobre,novembre noviembre,dezember décembre diciembre dicembre"
)
FOREIGN_MONTHS = {name: n for n, names in enumerate(_FOREIGN_NAMES.split(","), start=1) for name in names.split()}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})\b",
        r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})\b",
        r"\b(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}|\d{2})\b",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+(?P<year>\d{{4}})\b)?",
        rf"\b{_MONTH}\s+{_DAY}\b(?:,?\s+(?P<year>\d{{4}})\b)?",
        rf"\b{_MONTH}(?:,?\s+(?P<year>\d{{4}})\b)",
    )
)


@dataclass(frozen=True)
class Number:
    """One number as written, and every value that the writing can mean (500.000 is 500,000 or 500)."""

    written: str
    values: frozenset[float]
    is_amount: bool


@dataclass(frozen=True)
class DateMention:
    """One date as written; a part that is not said is None. `others` are further readings (3/5 is May or March)."""

    written: str
    year: int | None
    month: int
    day: int | None

    def agrees(self, said: "DateMention") -> bool:
        """Whether `said`, in a source, supports this date: no part contradicts, and nothing but the year is added."""
        same_day = self.day is None or self.day == said.day
        same_year = self.year is None or said.year is None or self.year == said.year
        return self.month == said.month and same_day and same_year


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of `text` in order, digits and words, without those that are parts of dates."""
    rest = without_dates(text)
    found = [(match.start(), _number(rest, match)) for match in _NUMBER.finditer(rest) if not _is_code(match)]
    for match in _SPELLED.finditer(rest):
        value = _WORDS[match[1].casefold()] * _SCALES.get((match[2] or "").casefold(), 1)
        found.append((match.start(), Number(match[0], frozenset({value}), False)))
    return tuple(number for _, number in sorted(found, key=lambda item: item[0]))


def days(text: str) -> tuple[DateMention, ...]:
    """The dates that `text` names; one that can be read in two ways comes twice."""
    return tuple(day for _, _, readings in _dates(text) for day in readings)


def date_groups(text: str) -> tuple[tuple[DateMention, ...], ...]:
    """The dates that `text` names, each with all its readings."""
    return tuple(readings for _, _, readings in _dates(text))


def relative_days(text: str, sent: date) -> tuple[DateMention, ...]:
    """The dates meant by today, tomorrow, yesterday and the days of the week in a text sent on `sent`."""
    words = set(re.findall(r"[a-z]+", text.casefold()))
    offsets: dict[str, tuple[int, ...]] = {"today": (0,), "tonight": (0,), "tomorrow": (1,), "yesterday": (-1,)}
    for number, name in enumerate(WEEKDAYS):
        ahead = (number - sent.weekday()) % 7
        offsets |= {name: (ahead, ahead + 7, ahead - 7)}
    meant = (sent + timedelta(days=days) for word in words & offsets.keys() for days in offsets[word])
    return tuple(DateMention(day.isoformat(), day.year, day.month, day.day) for day in meant)


def without_dates(text: str) -> str:
    """`text` with its dates blanked out, letter by letter."""
    for start, end, _ in _dates(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def the_amount(text: str) -> float | None:
    """The one amount of money in `text`: with a currency or a scale; None for none or for several."""
    values = {max(number.values) for number in numbers(text) if number.is_amount}
    return values.pop() if len(values) == 1 else None


def _dates(text: str) -> Iterator[tuple[int, int, tuple[DateMention, ...]]]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            readings = _readings(match)
            if readings:
                taken.append(match.span())
                yield match.start(), match.end(), readings


def _readings(match: re.Match[str]) -> tuple[DateMention, ...]:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    if year is not None and year < 100:
        year += 2000
    if "first" in parts:
        pairs = {(int(parts["first"]), int(parts["second"])), (int(parts["second"]), int(parts["first"]))}
        return tuple(DateMention(match[0], year, month, day) for day, month in sorted(pairs) if _is_day(month, day))
    month = MONTHS[parts["month"].casefold()] if parts.get("month") else int(parts["number"])
    day = int(parts["day"]) if parts.get("day") else None
    return (DateMention(match[0], year, month, day),) if _is_day(month, day) else ()


def _is_day(month: int, day: int | None) -> bool:
    return 1 <= month <= 12 and (day is None or 1 <= day <= 31)


def _is_code(match: re.Match[str]) -> bool:
    """Whether the digits are part of a word (`4th` and `50kg` are not, `2b` is): words are compared as words."""
    return len(match["tail"]) == 1 and match["tail"].casefold() not in "xhg"


def _number(text: str, match: re.Match[str]) -> Number:
    scale = _SCALES.get((match["scale"] or "").casefold(), 1.0)
    scales = {scale}
    if scale == 1.0 and (shared := _shared_scale(text, match.end())):
        scales.add(shared)  # 500-650k
    values = frozenset(round(value * factor, 6) for value in _values(match["digits"]) for factor in scales)
    has_currency = _AMOUNT_BEFORE.search(text[: match.start()][-12:]) or _AMOUNT_AFTER.match(text, match.start("tail"))
    return Number(match[0].strip(), values, bool(has_currency) or max(scales) >= 1000)


def _shared_scale(text: str, end: int) -> float | None:
    gap = _RANGE.match(text, end)
    following = _NUMBER.match(text, gap.end()) if gap else None
    return _SCALES[following["scale"].casefold()] if following and following["scale"] else None


def _values(digits: str) -> set[float]:
    """The values that `digits` can mean: a mark before three digits separates thousands or decimals."""
    plain = re.sub(r"['’ \u00a0\u202f]", "", digits)
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return {float(plain)}
    whole = float(re.sub(r"[.,]", "", plain))
    head, _, tail = plain.replace(",", ".").rpartition(".")
    decimal = float(f"{head.replace('.', '')}.{tail}")
    if len(marks) > 1:
        return {whole} if len(set(marks)) == 1 else {decimal}
    return {whole, decimal} if len(tail) == 3 else {decimal}
