"""The times and areas that an amount is for: "900 euros" and "900 euros per month" are two amounts."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from lib.context.text.languages import small
from lib.context.text.values.units import unit_words

PERIODS = frozenset({"hour", "day", "week", "month", "year", "sqm"})
FEWEST = 4
"""Letters of a time's name with which a longer word of it begins ("Monatsmiete")."""
_PER = r"(?:per|each|every|pro|je|im|in\sder|jede[nrs]?|par|chaque|por|cada|an?|alla?|all['’]|ao|à|na|no|ogni|/)"
_ADVERB = r"[^\W\d_]+(?:ly|lich|uel(?:le)?s?|[sn]u[ae]l|sile)"


def missing_rates(text: str, said: str) -> tuple[str, ...]:
    """The times for which `text` gives an amount and of which `said` says nothing, as written ("per month")."""
    lowered = small(text)
    rates, compounds = list(_rate().finditer(lowered)), list(_compounds(lowered))
    if not rates and not compounds:
        return ()
    spoken = {_period(word) for word in re.findall(r"[^\W\d_]+", small(said))} | {
        per for _, per in _compounds(small(said))
    }
    others = [found[0] for found, per in compounds if per not in spoken and spoken & PERIODS]
    return (*others, *(rate["per"] for rate in rates if _period(rate["noun"] or rate["adverb"]) not in spoken))


@lru_cache(4096)
def without_compounds(text: str) -> str:
    """`text` with "Monatsmiete" as the "Miete" that it is, letter by letter; for what it is paid is compared apart."""
    for found, _ in _compounds(small(text)):
        first = text[found.end() : found.end() + 1]
        first = first.upper() if text[found.start()].isupper() else first
        text = text[: found.start()] + " " * len(found[0]) + first + text[found.end() + 1 :]
    return text


def rate_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the times stand that amounts of `text` are for ("a week" of "900 euros a week")."""
    return tuple(found.span("per") for found in _rate().finditer(small(text)))


def _compounds(lowered: str) -> Iterator[tuple[re.Match[str], str]]:
    if not unit_words().compound.search(lowered):
        return
    for per, pattern in unit_words().compounds.items():
        yield from ((found, per) for found in pattern.finditer(lowered))


def _period(word: str) -> str:
    """The time that `word` names or begins with; empty where it is none."""
    if name := _periods().get(word):
        return name
    return next((name for time, name in _periods().items() if len(time) >= FEWEST and word.startswith(time)), "")


@cache
def _periods() -> Mapping[str, str]:
    return {word: unit.name for word, unit in unit_words().units.items() if unit.name in PERIODS}


@cache
def _rate() -> re.Pattern[str]:
    nouns = "|".join(sorted((re.escape(word) for word in _periods() if len(word) > 2), key=len, reverse=True))
    adverbs = "|".join(word for word in _periods() if re.fullmatch(_ADVERB, word))
    amount = r"\d[\d.,'’]*(?:\s\d{3})*\s?(?:[^\W\d_]{1,12}\s|[€$£]\s?)?"
    return re.compile(rf"{amount}(?P<per>{_PER}\s?(?P<noun>{nouns})|(?P<adverb>{adverbs}))(?![^\W_])")
