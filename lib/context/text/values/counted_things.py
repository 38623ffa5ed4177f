"""What a number counts or measures, and whether that can be what another number does: 40 guests are not 40 euros."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lib.context.text.languages import LANGUAGES, content_stems, is_light, language_words, languages, small, stem
from lib.context.text.proper_names import NAME_WORD
from lib.context.text.values.quantities import Number, numbers
from lib.context.text.values.units import Unit, unit_of, unit_words

COUNTED_THING = re.compile(r"\s+([^\W\d_]{3,})")
"""The word behind a number, which says what is counted."""
_NEXT = re.compile(r"(?:[ \u00a0]|(?P<joined>-))(?P<word>[^\W\d_]{3,}(?:['’][^\W\d_]+)?)")
_FARTHEST = 4
"""Words behind a number among which stands what it counts ("3 large sunny bedrooms")."""
_LABEL = re.compile(r"(?<!\w)(?P<word>[^\W\d_]{3,})\s*:\s*$")
_LABEL_NEAR = 30
_GERMAN_ORDINAL = re.compile(r"\.\s+(?P<word>[A-ZÄÖÜ][^\W\d_]{2,})")
_GERMAN_BEFORE = re.compile(r"(?<!\w)(?:im|am|zum|zur|vom|beim|de[rmns]|die|das|mein\w*|unser\w*|ihr\w*|sein\w*)\s+$")
_YEAR = range(1900, 2100)
_MONEY = Unit("EUR", 1.0, "EUR")
"""What an amount without a currency is in: as good as any, for two units are not compared here."""
_PLURAL = {
    "en": re.compile(r"[^\W\d_]+[^\Wsu]s"),
    "fr": re.compile(r"[^\W\d_]+(?<!on)(?:s|x)"),
    "es": re.compile(r"(?![^\W\d_]+[aei]mos\b)[^\W\d_]+s"),
    "it": re.compile(r"(?![^\W\d_]+(?:mente|[aei]re)\b)[^\W\d_]+[ei]"),
    "pt": re.compile(r"(?![^\W\d_]+[aei]mos\b)[^\W\d_]+s"),
}
"""How a noun in the plural ends; nouns of German are told by their capital, of Italian only where it is known."""


@dataclass(frozen=True)
class CountedThing:
    """What a number counts: the stems of its noun, its kinds, and the languages that it may be in; or its unit."""

    stems: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    unit: Unit | None = None
    is_ordinal: bool = False


def is_of_another(wanted: Number, text: str, found: Number, said: str) -> bool:
    """Whether the number `found` of `said` counts or measures another thing than `wanted` of `text`.

    Where either says nothing of what it counts, it may be the same; so may two words of which one is of another
    language, unless both are known to be of different kinds.
    """
    ours, theirs = counted_thing(wanted, text), counted_thing(found, said)
    if ours is None or theirs is None:
        return ours is not None and ours.unit is None and found.is_ordinal and not wanted.is_ordinal
    if ours.unit or theirs.unit:
        return ours.unit is None or theirs.unit is None  # two units are compared by their amounts
    if ours.is_ordinal != theirs.is_ordinal:
        return True
    if ours.stems & theirs.stems or _pieces() & (ours.stems | theirs.stems):
        return False
    if ours.kinds and theirs.kinds:
        return not any(_is_one_of(a, b) or _is_one_of(b, a) for a in ours.kinds for b in theirs.kinds)
    return bool(set(ours.codes) & set(theirs.codes))


def counted_thing(number: Number, text: str) -> CountedThing | None:
    """What `number` counts, by the noun behind it or its label; None where nothing says so, and for a year."""
    if number.is_article or (number.is_amount and not number.unit and not _noun_behind(text, number.end)):
        return CountedThing(unit=_MONEY) if number.is_amount else None
    if number.unit:
        return None if any(unit is None for _, unit in number.readings) else CountedThing(unit=number.unit)
    if is_year(number):
        return None
    codes = languages(text) or LANGUAGES
    is_ordinal = number.is_ordinal
    if "de" in codes and (noun := _GERMAN_ORDINAL.match(text, number.end)):
        is_ordinal = _GERMAN_BEFORE.search(small(text[: number.start])) is not None
        word = noun["word"] if is_ordinal else ""
    else:
        word = _noun_behind(text, number.end, is_singular=is_ordinal) or _label(text, number.start)
    if not word:
        return None
    if unit := unit_of(word):
        return CountedThing(unit=unit)
    stems = frozenset(stemmed for code in codes for stemmed in content_stems(word, code)) or frozenset((small(word),))
    return CountedThing(stems, _kinds_of(word, codes), codes, is_ordinal=is_ordinal)


def is_year(number: Number) -> bool:
    """Whether `number` is written as a year of the last century or this one."""
    return any(value in _YEAR for value in number.values) and len(number.written) == len("2026")


def counted_nouns(text: str) -> frozenset[str]:
    """The nouns of `text`, as written, that a number before them counts."""
    found = (_noun_behind(text, item.end) for item in numbers(text) if not item.is_article and not item.unit)
    nouns = frozenset(found) - {""}
    return frozenset(match[0] for match in NAME_WORD.finditer(text) if small(match[0]) in nouns) if nouns else nouns


@lru_cache(4096)
def _noun_behind(text: str, end: int, *, is_singular: bool = False) -> str:
    """The noun that a number at the end of `text[:end]` counts; empty where a verb, a stop or nothing follows."""
    codes = languages(text) or LANGUAGES
    words, at = _words(), end
    for _ in range(_FARTHEST):
        found = _NEXT.match(text, at)
        if found is None:
            return ""
        at, word = found.end(), small(found["word"])
        if word in words["before"]:
            continue
        if (
            word in words["never"]
            or unit_words().price.fullmatch(word)
            or any(word in language_words()[code].stop for code in codes)
        ):
            return ""
        if any(is_light(stem(word, code), code) for code in codes):
            return ""
        if found["joined"] or is_singular or unit_of(word) or _is_noun(found["word"], codes):
            return word
    return ""


def _is_noun(word: str, codes: tuple[str, ...]) -> bool:
    """Whether a word behind a number looks like a noun of one of the languages, or is known to be one."""
    return (
        word[0].isupper()
        or bool(_kinds_of(word, codes))
        or any(
            code in _PLURAL and _PLURAL[code].fullmatch(word) for code in codes if code != "it" or codes != LANGUAGES
        )
    )


def _label(text: str, start: int) -> str:
    """The known noun of a label right before a number ("Guests: 40")."""
    found = _LABEL.search(text, max(0, start - _LABEL_NEAR), start)
    return found["word"] if found and _kinds_of(found["word"], languages(text) or LANGUAGES) else ""


def _kinds_of(word: str, codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(kind for code in codes for kind in _kinds()[code].get(stem(small(word), code), ()))


def _is_one_of(kind: str, other: str) -> bool:
    """Whether `kind` is `other`, or one of it."""
    of = _written()["of"]
    while kind != other and kind in of:
        kind = of[kind]
    return kind == other


@cache
def _written() -> Mapping[str, Any]:
    """The tables of `counted_things.toml`, read once."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(_written()[name].split()) for name in ("before", "never", "pieces")}


@cache
def _pieces() -> frozenset[str]:
    return frozenset(stem(word, code) for word in _words()["pieces"] for code in LANGUAGES)


@cache
def _kinds() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """By language, each stem and the kinds that it belongs to."""
    table: dict[str, dict[str, frozenset[str]]] = {code: {} for code in LANGUAGES}
    for kind, words in _written()["kinds"].items():
        for code in LANGUAGES:
            for word in words.split():
                key = stem(word, code)
                table[code][key] = table[code].get(key, frozenset()) | {kind}
    return table
