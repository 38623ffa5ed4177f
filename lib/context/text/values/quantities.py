"""Quantities in a text, compared by value, unit and bound: 500k is 500,000, and at least 500 is not at most 500."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lib.context.text.languages import small
from lib.context.text.values.clock import without_times
from lib.context.text.values.dates import without_dates
from lib.context.text.values.number_words import Spelled, scales, spelled_numbers
from lib.context.text.values.units import (
    BEFORE,
    BEHIND,
    Bound,
    Unit,
    bound_of,
    currency_codes,
    is_measured_against,
    unit_of,
    unit_words,
)

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SCALE = "|".join(sorted(scales(), key=len, reverse=True))
_CODES = "usd|eur|gbp|chf|aed|nok|sek|dkk|cad|aud|inr"
_NUMBER = re.compile(
    r"(?P<sign>(?<![\w)\]])[-−](?=\d))?"
    r"(?:(?<![\w.,])|(?<=[^\W\d_]\.)|(?<=\b[A-Za-z]{3}))"
    r"(?:(?P<digits>\d+(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)(?P<and>[½¼¾⅓⅔])?"
    r"|(?P<part>[½¼¾⅓⅔]))"
    rf"(?:[ \u00a0-]?(?P<scale>{_SCALE})(?=\b|(?:{_CODES})\b)(?!['’])(?:(?<=io|sd|rd)\.)?)?",
    re.I,
)
_TAIL = re.compile(r"[²³]|[^\W_]+", re.I)
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|re|e|ème|eme|[ºª°])(?![^\W_])", re.I)
_RANGE = re.compile(r"\s*(?:-|–|—|to|and|or|bis|und|oder|à|et|ou|a|y|o|e|até)\s*(?:[$€£]|[a-z]{3}\s)?\s*$", re.I)
_BETWEEN = re.compile(r"\b(?:between|from|zwischen|von|entre|de|tra|fra|da|desde)\s*(?:[$€£]|[a-z]{3}\s)?\s*$")
_UNIT_ALONE = re.compile(
    r"(?<!\w)(?:an?|eine[nrm]?|ein|une?|una|um|uma)\s+"
    r"(week|fortnight|month|year|day|hour|woche|monat|jahr|tag|stunde|semaine|mois|heure|semana|mes|año|día|settimana|mese|ora|mês)(?!\w)"
)
_FOR = re.compile(r"(?<!\w)(?:for|für|pour|por|per)\s+$")
"""A price without its word: "a house for 650k", nothing behind it."""
_COUNTS = re.compile(r"\s+[^\W\d_]{3,}s\b")
"""What a number counts, in English and Romance languages in the plural ("room 12", but "order 40 chairs")."""
_YEAR = re.compile(r"20[1-3]\d")
"""Four digits that are the year of a letter or of a plan sooner than money."""
_NEAR = 40
"""Letters before and after a number in which a word of price stands "beside" it."""


@dataclass(frozen=True)
class Number:
    """One number as written, and every value that the writing can mean (500.000 is 500,000 or 500)."""

    written: str
    values: frozenset[float]
    is_amount: bool
    start: int = 0
    end: int = 0
    unit: Unit | None = None
    bound: Bound = ""
    readings: frozenset[tuple[float, Unit | None]] = frozenset()
    """The values with their units ("500 m" is 500 million or 500 metres)."""
    is_article: bool = False
    """It is "one", or the "a" of "a week": seldom a count."""
    is_end: bool = False
    """It is one end of a range, or a quantity is only measured against it: by itself nobody said it."""
    is_ordinal: bool = False
    """It tells a place in a row ("third", "40th")."""
    label: str = ""
    """The word for what the number only names ("flight" of "flight 4500"), or ""."""

    def agrees(self, said: "Number") -> bool:
        """Whether `said`, in a source, is the same quantity: value, bound, and unit where both name one.

        An amount of money may be said without its "at most": what a budget or a price limit names is the most.
        """
        is_limit = said.bound == "max" and self.is_amount and not self.bound
        if (self.bound != said.bound and not is_limit) or (said.is_end and not (self.bound or self.is_end)):
            return False
        if not said.is_article and self.is_article and self.unit and said.unit == self.unit and not self.bound:
            return True  # "a week" where weeks are counted or named
        return any(_same(ours, theirs) for ours in self.readings for theirs in said.readings)


def _same(ours: tuple[float, Unit | None], theirs: tuple[float, Unit | None]) -> bool:
    (value, unit), (other, said) = ours, theirs
    if unit is None or said is None:
        return value == other
    return unit.base == said.base and abs(value * unit.factor - other * said.factor) <= 1e-6 * abs(value * unit.factor)


@lru_cache(2048)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of `text` in order, digits and words, without those that are parts of dates, times or codes."""
    rest = without_times(without_dates(text))
    lowered = small(rest)
    if len(lowered) != len(rest):
        lowered = rest.lower() if len(rest.lower()) == len(rest) else rest
    found = [number for match in _NUMBER.finditer(rest) if (number := _number(rest, lowered, match))]
    covered = bytearray(len(rest))
    for number in found:
        covered[number.start : number.end] = b"1" * (number.end - number.start)
    for item in spelled_numbers(rest) if len(lowered) == len(rest) else ():
        if not any(covered[item.start : item.end]):
            found.append(_spelled(rest, lowered, item))
    for match in _UNIT_ALONE.finditer(lowered):
        unit = unit_of(match[1])
        found = [item for item in found if not match.start() <= item.start < match.end()]
        found.append(_quantity(rest[match.start() : match.end()], {1.0}, unit, span=match.span(), article=True))
    found.sort(key=lambda item: item.start)
    return tuple(_bounded(lowered, _with_shared(lowered, found)))


def the_amount(text: str) -> float | None:
    """The one amount of money in `text`: with a currency or a word of price beside it; None for none or several."""
    values = {max(number.values) for number in numbers(text) if number.is_amount}
    return values.pop() if len(values) == 1 else None


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where words of letters and digits stand that are no quantity: 14a, QX9999, PL9, 30s."""
    for match in re.finditer(r"(?<![\w@])(?=[^\W_]*\d)(?=[^\W_]*[^\W\d_])[^\W_]+(?:-\d+)?", text):
        if not _is_quantity(match[0]):
            yield match.span()


def _is_quantity(word: str) -> bool:
    if word[:3] in currency_codes() and word[3:4].isdigit():
        word = word[3:]
    match = _NUMBER.match(word)
    tail = word[match.end() :] if match else word
    return bool(match) and (not tail or bool(_ORDINAL.fullmatch(tail)) or tail in "xX" or unit_of(tail) is not None)


def _number(text: str, lowered: str, match: re.Match[str]) -> Number | None:
    """The number at `match`; None where its digits are part of a code."""
    prefix = text[max(0, match.start() - 3) : match.start()]
    glued = match.start() > 0 and text[match.start() - 1].isalpha()
    if glued and prefix not in currency_codes():
        return None
    scale = match["scale"] or ""
    factor = scales().get(scale.lower(), 1.0)
    sign = -1.0 if match["sign"] else 1.0
    plain = _values(match["digits"]) if match["digits"] else {0.0}
    fraction = _FRACTIONS.get(match["and"] or match["part"] or "", 0.0)
    values = {round(sign * (value + fraction) * factor, 6) for value in plain}
    end, after = match.end(), unit_words().after.match(lowered, match.end())
    ordinal = _ORDINAL.match(text, end)
    unit = unit_of(text[after.start(1) : after.end(1)]) if after else _code_after(text, end)
    if after and unit:
        end = after.end()
    elif ordinal:
        end = ordinal.end()
    elif (tail := _TAIL.match(text, end)) and not unit and tail[0] not in ("x", "X"):
        return None  # a code
    unit = unit or _unit_before(text, lowered, match.start())
    number = _quantity(text[match.start() : end].strip(), values, unit, span=(match.start(), end))
    if scale.lower() in ("m", "b", "mm") and not unit:
        small_value = {round(sign * value, 6) for value in plain}
        other = unit_of(scale) if scale.lower() == "m" else None
        readings = number.readings | {(value, other) for value in small_value}
        number = replace(number, readings=readings, values=number.values | small_value)
    label = _label(lowered, number)
    is_amount = not label and _is_amount(lowered, number, scale=scale.lower())
    return replace(number, is_amount=is_amount, label=label, is_ordinal=ordinal is not None and unit is None)


def _label(lowered: str, number: Number) -> str:
    """The word right before a number without a unit that only names a thing by it; none where it counts something."""
    if number.unit or _COUNTS.match(lowered, number.end):
        return ""
    found = unit_words().label.search(lowered, max(0, number.start - _NEAR), number.start)
    return found["word"] if found else ""


def _spelled(text: str, lowered: str, item: Spelled) -> Number:
    after = unit_words().after.match(lowered, item.end)
    unit = unit_of(after[1]) if after else _unit_before(text, lowered, item.start)
    span = item.start, after.end() if after and unit else item.end
    number = _quantity(text[slice(*span)], {item.value}, unit, span=span, article=item.is_article)
    is_amount = _is_amount(lowered, number, scale="" if item.value < 1000 else "words")
    return replace(number, is_amount=is_amount, is_ordinal=item.is_ordinal)


def _quantity(
    written: str, values: set[float], unit: Unit | None, *, span: tuple[int, int], article: bool = False
) -> Number:
    kept = frozenset(values)
    return Number(
        written,
        kept,
        is_amount=False,
        start=span[0],
        end=span[1],
        unit=unit,
        readings=frozenset((value, unit) for value in kept),
        is_article=article,
    )


def _code_after(text: str, end: int) -> Unit | None:
    match = re.compile(r"[ \u00a0]?([A-Z]{3})\b").match(text, end)
    return unit_of(match[1]) if match and match[1] in currency_codes() else None


def _unit_before(text: str, lowered: str, start: int) -> Unit | None:
    match = unit_words().before.search(lowered, max(0, start - 12), start)
    if match:
        return unit_of(match[1])
    code = re.search(r"\b([A-Z]{3})[ \u00a0]?$", text[max(0, start - 5) : start])
    return unit_of(code[1]) if code and code[1] in currency_codes() else None


def _is_amount(lowered: str, number: Number, *, scale: str) -> bool:
    if number.unit is not None:
        return number.unit.is_currency
    before, after = lowered[max(0, number.start - _NEAR) : number.start], lowered[number.end : number.end + _NEAR]
    if scale in ("b", "mm") or (scale == "m" and number.written[-2:-1].isspace()):
        return False  # a flat's or a row's letter sooner than a scale
    is_scaled = scale in ("k", "tsd", "mio", "mn", "million", "words")
    is_alone = not before.strip() or bool(bound_of(before, "") or _FOR.search(before))
    if is_scaled and is_alone and not after.strip(" ."):
        return True  # an answer that is the amount alone: "up to 650k"
    if max(number.values) < 1000 or _YEAR.fullmatch(number.written):
        return False
    beside = before[max(before.rfind(mark) for mark in ".;!?") + 1 :]
    if any(sign.isdigit() for sign in beside) or (re.match(r"\s?[a-z]{3,}", after) and not _is_link(after)):
        return False
    return bool(unit_words().price.search(beside) or unit_words().price.search(re.split(r"[.;!?\d]", after)[0]))


def _is_link(after: str) -> bool:
    """Whether what follows a number is no thing that it counts."""
    return bool(
        re.match(r"\s?(?:for|and|but|max|maximum|most|less|more|für|pour|para|per|und|aber|in|at|total)\b", after)
    )


def _with_shared(lowered: str, found: Sequence[Number]) -> list[Number]:
    """The numbers with the scale and the unit of the other end of their range: 500-650k euros."""
    shared = list(found)
    for index, (left, right) in enumerate(itertools.pairwise(found)):
        if not _may_be_ends(lowered, left, right):
            continue
        if left.unit is None and right.unit is None and min(max(left.values), max(right.values)) >= 1000:
            is_amount = left.is_amount or right.is_amount
            left, right = replace(left, is_amount=is_amount), replace(right, is_amount=is_amount)
            shared[index : index + 2] = left, right
        scale = _scale_in(right.written)
        if left.unit is None and (scale > 1 or right.unit):
            values = left.values | {value * scale for value in left.values}
            readings = frozenset((value, right.unit) for value in values) | left.readings
            amount = left.is_amount or right.is_amount
            shared[index] = replace(left, values=values, readings=readings, unit=right.unit, is_amount=amount)
        elif right.unit is None and left.unit:
            shared[index + 1] = replace(
                right, readings=frozenset((value, left.unit) for value in right.values), unit=left.unit,
                is_amount=right.is_amount or left.is_amount,
            )  # fmt: skip
    return shared


def _scale_in(written: str) -> float:
    match = _NUMBER.search(written)
    return scales().get((match["scale"] or "").lower(), 1.0) if match else 1.0


def _bounded(lowered: str, found: Sequence[Number]) -> Iterator[Number]:
    """The numbers with their bounds; the ends of a range are the least and the most."""
    joined = [_is_range(lowered, left, right) for left, right in itertools.pairwise(found)]
    for index, number in enumerate(found):
        before, after = lowered[max(0, number.start - BEFORE) : number.start], lowered[number.end : number.end + BEHIND]
        if joined[index : index + 1] == [True]:
            yield replace(number, bound="min", is_end=True)
        elif index and joined[index - 1]:
            yield replace(number, bound="max", is_end=True)
        else:
            yield replace(number, bound=bound_of(before, after), is_end=is_measured_against(before, after))


def _is_range(lowered: str, left: Number, right: Number) -> bool:
    if not _may_be_ends(lowered, left, right) or (left.unit and right.unit and left.unit != right.unit):
        return False
    before = lowered[max(0, left.start - BEFORE) : left.start]
    joined = lowered[left.end : right.start].split()[:1]
    return joined not in (["and"], ["und"], ["et"], ["y"], ["e"]) or bool(_BETWEEN.search(before))


def _may_be_ends(lowered: str, left: Number, right: Number) -> bool:
    """Whether two numbers may be the ends of a range: what counts another thing ("9 years and two cats") is none."""
    is_other = left.unit is not None and right.unit is None and _COUNTS.match(lowered, right.end) is not None
    return not is_other and _RANGE.fullmatch(lowered, left.end, right.start) is not None


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
