"""Times of day in a text, as minutes after midnight: 17h30, half past five pm and 17:30 are one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lib.context.text.values.number_words import spelled_numbers

_HOUR = r"(?P<hour>[01]?\d|2[0-4])"
_HALF_DAY = r"(?P<half>a\.?m\b\.?|p\.?m\b\.?)"
_LATER = (
    r"(?:\s*(?:o'clock|uhr|heures?|horas?|h\b))?\s*"
    r"(?:(?P<late>in the (?:afternoon|evening)|at night|nachmittags?|abends|(?:du|de l')\s?(?:soir|apr[eè]s-midi)"
    r"|de la (?:tarde|noche)|di sera|del pomeriggio|da (?:tarde|noite))"
    r"|(?P<early>in the morning|morgens|vormittags|früh|du matin|de la mañana|di mattina|da manhã))?"
)
_NO_AMOUNT = (
    r"(?![\d:]|[.,]\d|\s?[%€$£]"
    r"|\s(?:euros?|eur|prozent|percent|per ?cento|por cento|dollars?|pounds?|m|km|mio|million\w*)\b)"
)
"""What follows an hour with a dot ("alle 20.30") and not an amount with one ("um 20.30 Euro")."""
_STEP = r"(?:5|10|15|20|25)"
"""Minutes that are told before or after an hour, as `_in_digits` writes them."""
_TIMES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?P<to>half past|halb|quarter past|viertel nach|quarter to|viertel vor)\s+"
        rf"{_HOUR}(?!\d|[:.,]\d)(?:\s?{_HALF_DAY})?{_LATER}",
        rf"(?<![\d:.,])(?:(?P<more>{_STEP})\s(?:minutes?\s)?(?:past|nach)"
        rf"|(?P<less>{_STEP})\s(?:minuten\s)?(?:vor|para as))"
        rf"\s(?P<to>halb\s)?{_HOUR}(?!\d|[:.,]\d)(?:\s?{_HALF_DAY})?{_LATER}",
        rf"(?P<to>drei ?viertel|3 viertel)\s{_HOUR}(?!\d|[:.,]\d){_LATER}",
        rf"(?<![\d:.,]){_HOUR}\s?(?:heures?|h)\s(?:moins\s(?P<less>{_STEP})|(?:et\s)?(?P<more>{_STEP}))"
        r"(?!\d|[:.,]\d|\s?min)",
        rf"(?:a las|las|alle|le|às|as)\s+{_HOUR}\s(?:(?:y|e)\s(?P<more>{_STEP})|(?:menos|meno)\s(?P<less>{_STEP}))"
        r"(?!\d|[:.,]\d)",
        rf"(?:alle|le|às|as)\s+{_HOUR}\s(?P<word>meno (?:un|1) quarto|e (?:um|1) quarto)",
        rf"(?<![\d:.,]){_HOUR}\s?(?:heures?|h|uhr)\s?(?P<word>et demie?|et quart|moins le quart)",
        rf"(?:a las|las|alle|le|às|as)\s+{_HOUR}\s+(?P<word>y media|y cuarto|menos cuarto|e mezza|e un quarto|e meia)",
        rf"(?<![\d:.,]){_HOUR}(?::|h)(?P<minute>[0-5]\d)(?!\d)(?::[0-5]\d)?(?:\s?{_HALF_DAY})?{_LATER}",
        rf"(?<![\d:.,]){_HOUR}[.](?P<minute>[0-5]\d)(?:\s?{_HALF_DAY}|\s?uhr\b|\s?h\b)",
        rf"(?<!\w)(?:at|um|gegen|ab|à|vers|a las|(?:dal|al)?le(?: ore)?|ore|às)\s+"
        rf"{_HOUR}[.](?P<minute>[0-5]\d){_NO_AMOUNT}",
        rf"(?<![\d:.,]){_HOUR}\s?{_HALF_DAY}",
        rf"(?<![\d:.,/]){_HOUR}\s?(?:o'clock|uhr\b|heures\b|h\b(?!\s?(?:drive|walk))){_LATER}",
        rf"(?P<about>\b(?:at|around|by|um|gegen|à|vers|a las|alle|às)\s+)"
        rf"{_HOUR}(?![\d%.,:/]\d|\d|[a-z%€$£])(?={_LATER}(?P<rest>))",
        r"\b(?P<named>noon|midday|mittags|midi|mezzogiorno|mediodía|meio-dia|midnight|mitternacht|minuit|medianoche|mezzanotte|meia-noite)\b",
    )
)
_NIGHT = ("midnight", "mitternacht", "minuit", "medianoche", "mezzanotte", "meia-noite")
_STEPS = {
    "half past": 30, "halb": -30, "quarter past": 15, "viertel nach": 15, "quarter to": -15, "viertel vor": -15,
    "drei viertel": -15, "dreiviertel": -15, "3 viertel": -15, "meno un quarto": -15, "meno 1 quarto": -15,
    "e um quarto": 15, "e 1 quarto": 15,
    "et demie": 30, "et demi": 30, "et quart": 15, "moins le quart": -15, "y media": 30, "y cuarto": 15,
    "menos cuarto": -15, "e mezza": 30, "e un quarto": 15, "e meia": 30,
}  # fmt: skip
DAY = 24 * 60


@dataclass(frozen=True)
class TimeMention:
    """A time as written at `text[start:end]`; `minutes` are the readings (5:30 may be in the afternoon)."""

    written: str
    start: int
    end: int
    minutes: frozenset[int]
    is_bare: bool = False
    """"at 5": a number that may as well be no time."""


@lru_cache(2048)
def times(text: str) -> tuple[TimeMention, ...]:
    """The times of day of `text`, in order."""
    spelled = _in_digits(text)
    found: list[TimeMention] = []
    for pattern in _TIMES if any(map(str.isdigit, spelled[0])) else _TIMES[-1:]:  # only the last one needs no figure
        for match in pattern.finditer(spelled[0]):
            start, end = (spelled[1][match.start()], spelled[1][match.end()])
            if any(start < other.end and other.start < end for other in found):
                continue
            found.append(
                TimeMention(text[start:end].strip(), start, end, _minutes(match), "about" in match.groupdict())
            )
    return tuple(sorted(found, key=lambda item: item.start))


def without_times(text: str) -> str:
    """`text` with its times of day blanked out, letter by letter; a bare "at 5" stays."""
    for item in times(text):
        if not item.is_bare:
            text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text


def _in_digits(text: str) -> tuple[str, Sequence[int]]:
    """`text` with its small numbers in digits, and where each of its letters came from."""
    if not (spelled := spelled_numbers(text)):
        return text, range(len(text) + 1)
    pieces, back, at = [], [], 0
    for item in spelled:
        if item.start < at or not 1 <= item.value <= 24 or item.is_ordinal or item.value != int(item.value):
            continue
        digits = str(int(item.value))
        pieces += [text[at : item.start], digits]
        back += [*range(at, item.start), *([item.start] * len(digits))]
        at = item.end
    return "".join([*pieces, text[at:]]), [*back, *range(at, len(text) + 1)]


def _minutes(match: re.Match[str]) -> frozenset[int]:
    parts = match.groupdict()
    if named := parts.get("named"):
        return frozenset({0 if named.lower() in _NIGHT else DAY // 2})
    hour = int(parts["hour"])
    step = _STEPS.get(re.sub(r"\s+", " ", (parts.get("to") or parts.get("word") or "")).lower().strip(), 0)
    step += int(parts.get("more") or 0) - int(parts.get("less") or 0)
    minutes = hour * 60 + int(parts.get("minute") or 0) + step
    half = (parts.get("half") or "").lower()[:1]
    if half == "p" or parts.get("late"):
        return frozenset({minutes % (DAY // 2) + DAY // 2})
    if half == "a" or parts.get("early"):
        return frozenset({minutes % (DAY // 2)})
    return frozenset(_halves(minutes % DAY, hour))


def _halves(minutes: int, hour: int) -> Iterator[int]:
    yield minutes
    if hour <= 12:
        yield (minutes + DAY // 2) % DAY
