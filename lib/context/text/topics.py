"""Families of words about one thing, by their stems: diet, budget, place, contact channel and more."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lib.context.text.languages import LANGUAGES, content_stems, languages, small, stem, without_accents
from lib.context.text.proper_names import places
from lib.context.text.values.quantities import the_amount

SPOKEN = frozenset({"english", "german", "french", "spanish", "italian", "portuguese"})
"""Languages that `names.toml` lists beside the places, in the form that they are compared by."""


@cache
def written_topics() -> Mapping[str, Mapping[str, Any]]:
    """The tables of `topics.toml`, read once."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _families() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """By language, each stem and the families it belongs to."""
    table: dict[str, dict[str, frozenset[str]]] = {code: {} for code in LANGUAGES}
    for family, words in written_topics()["families"].items():
        for code in LANGUAGES:
            for word in words.split():
                key = stem(word, code)
                table[code][key] = table[code].get(key, frozenset()) | {family}
    return table


@lru_cache(4096)
def families(text: str) -> frozenset[str]:
    """The families that the content words of `text` belong to; a known place and an amount of money count, too."""
    shown = {"place"} if places(text) - SPOKEN else set[str]()
    shown |= {"budget"} if the_amount(text) is not None else set()
    return told_families(text) | frozenset(shown)


@lru_cache(4096)
def told_families(text: str) -> frozenset[str]:
    """The families that the content words of `text` belong to."""
    return frozenset(
        family
        for code in languages(text) or ("en",)
        for stemmed in content_stems(text, code)
        for family in _families()[code].get(stemmed, ())
    )


def stems_of(families: frozenset[str], stems: frozenset[str], code: str) -> frozenset[str]:
    """Those of `stems`, of a language, that belong to one of `families`."""
    return frozenset(stemmed for stemmed in stems if not families.isdisjoint(_families()[code].get(stemmed, ())))


def is_vital(text: str) -> bool:
    """Whether `text` tells what somebody's health hangs on: what they may not eat, an illness, a medicine."""
    return "diet" in families(text) or _vital().search(without_accents(small(text))) is not None


@cache
def _vital() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(written_topics()['vital']['words'])})(?!\w)")


@cache
def single_words() -> Mapping[str, Mapping[str, str]]:
    """By language, each stem of a thing that a person has one of, and which thing it is."""
    return {
        code: {stem(word, code): kind for kind, words in written_topics()["single"].items() for word in words.split()}
        for code in LANGUAGES
    }
