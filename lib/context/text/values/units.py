"""Units, currencies and bounds that stand beside a number, read from `units.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel import Locale

Bound = Literal["", "min", "max"]
BEFORE, BEHIND = 30, 36
"""Characters before and behind a number in which words make it a bound."""
_SMALL_CODES = "eur usd gbp chf aed nok sek dkk pln czk inr jpy cad aud"
"""Currency codes also known in small letters; the others (ALL, TRY, CUP) are words then."""


@dataclass(frozen=True)
class Unit:
    """A unit with its factor to the base unit by which amounts are compared."""

    name: str
    factor: float
    base: str

    @property
    def is_currency(self) -> bool:
        """Whether it is money: currencies are named by their code of three capitals."""
        return self.name.isupper()


@dataclass(frozen=True)
class UnitWords:
    """The tables of the file, ready to be searched in small letters."""

    units: Mapping[str, Unit]
    after: re.Pattern[str]
    before: re.Pattern[str]
    min_before: re.Pattern[str]
    max_before: re.Pattern[str]
    min_after: re.Pattern[str]
    max_after: re.Pattern[str]
    against_before: re.Pattern[str]
    against_after: re.Pattern[str]
    price: re.Pattern[str]
    things: str
    """Words, as a pattern, for what is told apart by a number or a code ("invoice")."""

    compound: re.Pattern[str]
    """One of the words whose parts `compounds` finds."""

    compounds: Mapping[str, re.Pattern[str]]
    """By what an amount is for, the part of a word that says so ("Monats" of "Monatsmiete")."""

    label: re.Pattern[str]
    """A word right before a number that only names a thing by it ("flight", "file number is")."""


@cache
def unit_words() -> UnitWords:
    """The units, read once; currency codes are Babel's."""
    written: dict[str, Any] = tomllib.loads(Path(__file__).with_name("units.toml").read_text("utf-8"))
    units = {
        word.replace("_", " "): Unit(name, float(factor), base)
        for name, (factor, base, words) in written["units"].items()
        for word in words.split()
    }
    units |= {code.lower(): Unit(code, 1.0, code) for code in _SMALL_CODES.upper().split()}
    money = [word for word, unit in units.items() if unit.is_currency]
    bounds, against = written["bounds"], written["against"]
    price, labels = written["money"]["price"], written["labels"]
    gap = r"(?![^\W\d_])\s*[(]?(?:(?:us|r)?[$€£¥₹]|[a-z]{3}\b)?\s*$"
    return UnitWords(
        units=units,
        after=re.compile(
            rf"[ \u00a0-]?(?:(?:us|u\.s\.|swiss)\s|(?:d[ei]\s|d['’])(?=(?:{_longest(money)})(?!\w)))?"
            rf"({_longest(units)})(?![^\W\d_²³]|\d)"
        ),
        before=re.compile(rf"(?<![^\W\d_])({_longest(money)})\.?[ \u00a0]?$"),
        min_before=re.compile(rf"(?<!\w)(?:{bounds['min_before']}){gap}"),
        max_before=re.compile(rf"(?<!\w)(?:{bounds['max_before']}){gap}"),
        min_after=re.compile(rf"(?:\s+[^\W\d_]+)?[\s,]*(?:{bounds['min_after']})(?!\w)"),
        max_after=re.compile(rf"(?:\s+[^\W\d_]+)?[\s,]*(?:{bounds['max_after']})(?!\w)"),
        against_before=re.compile(rf"(?<!\w)(?:{against['before']}){gap}"),
        against_after=re.compile(rf"(?:\s+[^\W\d_]+){{0,2}}?\s+(?:{against['after']})(?!\w)"),
        price=re.compile(rf"(?<!\w)(?:{price})(?!\w)"),
        things=labels["things"],
        compound=re.compile(
            rf"(?<!\w)(?:{'|'.join(written['compounds']['begin'].values())})\w{{0,6}}(?:{written['compounds']['end']})"
        ),
        compounds={
            per: re.compile(rf"(?<!\w)(?:{begin})(?=\w{{0,6}}(?:{written['compounds']['end']})(?!\w))")
            for per, begin in written["compounds"]["begin"].items()
        },
        label=re.compile(rf"(?<!\w)(?P<word>{labels['label']})(?:\s*(?:{labels['joined']}))*\s*$"),
    )


def _longest(words: Any) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in ordered)


@cache
def currency_codes() -> frozenset[str]:
    """All codes of currencies, in capitals, and the usual ones in small letters."""
    return frozenset(Locale("en").currencies) | frozenset(_SMALL_CODES.split())


def unit_of(word: str) -> Unit | None:
    """The unit that `word` names, a currency code in capitals included."""
    found = unit_words().units.get(re.sub(r"\s+", " ", word.lower()))
    if found is None and word in currency_codes():
        return Unit(word.upper(), 1.0, word.upper())
    return found


def bound_of(before: str, after: str) -> Bound:
    """Whether the words around a number make it the least or the most; both in small letters."""
    words = unit_words()
    least, most = words.min_before.search(before), words.max_before.search(before)
    if least and most:  # "no less than": the longer words hold
        return "min" if least.start() < most.start() else "max"
    if least or words.min_after.match(after):
        return "min"
    return "max" if most or words.max_after.match(after) else ""


def with_bound(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the number at `start` to `end` of a text in small letters stands with the words that make it a bound."""
    words, first = unit_words(), max(0, start - BEFORE)
    before = [item.search(text[first:start]) for item in (words.min_before, words.max_before)]
    after = [item.match(text[end : end + BEHIND]) for item in (words.min_after, words.max_after)]
    begins = min((first + match.start() for match in before if match), default=start)
    return begins, max((end + match.end() for match in after if match), default=end)


def is_measured_against(before: str, after: str) -> bool:
    """Whether another quantity is only measured against the number between the words, both in small letters."""
    words = unit_words()
    return bool(words.against_before.search(before) or words.against_after.match(after))
