"""Whether two statements give two values of one thing: two budgets, two homes, two days of one wedding, yes and no."""

import re
from functools import lru_cache

from lib.context.evidence.call_times import call_time
from lib.context.evidence.polarity import polarity, same_polarity
from lib.context.evidence.relatedness import label_stems, stated_names, stated_values
from lib.context.text.languages import (
    LANGUAGES,
    content_stems,
    is_light,
    language_words,
    languages,
    shared_languages,
    small,
)
from lib.context.text.proper_names import place_key
from lib.context.text.topics import single_words
from lib.context.text.values.dates import days
from lib.context.text.values.quantities import numbers

THOUSANDS = 1000
"""From here on a bare number is an amount, not a count or a label."""
_COPULA = re.compile(r"\b(?:is|are|takes place|ist|sind|findet|est|a lieu|es|è|é)\b")
_AT = re.compile(r"(?<!\w)(?:in|at|near|for|bei|für|à|chez|pour|en|a|para|por|presso|per|em|na|no)(?!\w)")
"""What leads to a home or an employer: "works with Paul" names neither."""


def are_rivals(text: str, other: str) -> bool:
    """Whether `text` and `other` exclude each other, or are so likely to that a person should see both.

    Amounts, measures, thousands and counted things ("20 guests") are values that exclude each other; a second name or
    "number 5" is one more, but for what a person has one of: a home, an employer, a place of birth.
    """
    is_valued = (_has_value(text) and _has_value(other)) or (_is_day_of_event(text) and _is_day_of_event(other))
    if (is_valued and same_slot(text, other)) or are_opposite(text, other) or _are_two_call_times(text, other):
        return True
    ours, theirs = _single(text), _single(other)
    return bool(ours and theirs and ours[0] == theirs[0] and not ours[1] & theirs[1])


def is_replaced(text: str, newer: str) -> bool:
    """Whether the client's `newer` word for the thing ends what `text` states; what is only counted may be more."""
    return states_value(text) or are_opposite(text, newer) or _are_two_call_times(text, newer)


def states_value(text: str) -> bool:
    """Whether `text` states an amount, a measure or thousands of something."""
    return any(number.is_amount or number.unit or max(number.values) >= THOUSANDS for number in numbers(text))


def same_slot(a: str, b: str) -> bool:
    """Whether two texts state two values of one thing: the same content words, but other figures, names or dates."""
    for code in shared_languages(a, b):
        ours, theirs = label_stems(a, code), label_stems(b, code)
        if ours and ours == theirs and (stated_values(a), stated_names(a)) != (stated_values(b), stated_names(b)):
            return True
    return False


def are_opposite(text: str, other: str) -> bool:
    """Whether one of two texts denies word by word what the other states."""
    if _is_denial(text) == _is_denial(other):
        return False
    return any(
        (stems := _without_denial(text, code))
        and stems == _without_denial(other, code)
        and stated_values(text) == stated_values(other)
        and not same_polarity(text, [other])
        for code in shared_languages(text, other)
    )


def _are_two_call_times(text: str, other: str) -> bool:
    """Whether both say when the same person wants to be called, and the times exclude each other."""
    ours, theirs = call_time(text), call_time(other)
    return bool(ours and theirs and ours.excludes(theirs)) and stated_names(text) == stated_names(other)


_is_denial = lru_cache(4096)(polarity)


@lru_cache(4096)
def _without_denial(text: str, code: str) -> frozenset[str]:
    return content_stems(language_words()[code].negated.sub(" ", small(text)), code)


@lru_cache(4096)
def _has_value(text: str) -> bool:
    return states_value(text) or _counts(text)


def _counts(text: str) -> bool:
    """Whether `text` says how many things of a kind there are: one number, with a word for them behind it."""
    found = [item for item in numbers(text) if not item.is_article]
    return len(found) == 1 and not found[0].unit and bool(re.match(r"\s+[^\W\d_]{3,}", text[found[0].end :]))


@lru_cache(4096)
def _single(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """What `text` gives of which a person has one, with whose it is, and its value in any language; mostly None."""
    if polarity(text):
        return None
    for code in languages(text) or LANGUAGES:
        table = single_words()[code]
        stems = frozenset(word for word in label_stems(text, code) if not is_light(word, code))
        kinds = {table[word] for word in stems if word in table}
        if len(kinds) != 1:
            continue
        whose = frozenset(word for word in stems if word not in table)
        (kind,) = kinds
        if kind == "spending":
            values = frozenset(f"{max(number.values):g}" for number in numbers(text) if number.is_amount)
        else:
            values = frozenset(map(place_key, stated_names(text))) if _AT.search(small(text)) else frozenset[str]()
        if values:
            return whose | {kind}, values
    return None


@lru_cache(4096)
def _is_day_of_event(text: str) -> bool:
    """Whether `text` says on which day something is."""
    return bool(_COPULA.search(small(text)) and days(text))
