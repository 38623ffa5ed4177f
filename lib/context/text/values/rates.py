"""The times that an amount is for: "900 euros" and "900 euros per month" are two amounts."""

import re
from collections.abc import Mapping
from functools import cache

from lib.context.text.languages import small
from lib.context.text.values.units import unit_words

PERIODS = frozenset({"hour", "day", "week", "month", "year"})
FEWEST = 4
"""Letters of a time's name with which a longer word of it begins ("Monatsmiete")."""
_PER = r"(?:per|each|every|pro|je|im|in\sder|jede[nrs]?|par|chaque|por|cada|an?|alla?|all['’]|ao|à|na|no|ogni|/)"
_ADVERB = r"[^\W\d_]+(?:ly|lich|uel(?:le)?s?|[sn]u[ae]l|sile)"


def missing_rates(text: str, said: str) -> tuple[str, ...]:
    """The times for which `text` gives an amount and of which `said` says nothing, as written ("per month")."""
    lowered = small(text)
    rates = list(_rate().finditer(lowered))
    if not rates:
        return ()
    spoken = {_period(word) for word in re.findall(r"[^\W\d_]+", small(said))}
    return tuple(rate["per"] for rate in rates if _period(rate["noun"] or rate["adverb"]) not in spoken)


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
