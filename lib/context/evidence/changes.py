"""What words of change tell: a newer value of the same thing."""

import re
from collections.abc import Sequence
from functools import lru_cache

from lib.context.evidence.change_words import change_words, has
from lib.context.evidence.ended_states import OVER, has_ended, is_thing_gone
from lib.context.evidence.endings.new_values import is_new_value
from lib.context.evidence.endings.other_ground import is_beside, is_of_somebody_named, is_other_ground
from lib.context.evidence.polarity import clauses, polarity
from lib.context.evidence.relatedness import label_stems, predicate_stems, stated_names, stated_values
from lib.context.evidence.same_subject import same_subject
from lib.context.evidence.stated.standpoint import is_conditional, is_of_others
from lib.context.evidence.subjects import subject_stems
from lib.context.text.languages import (
    LANGUAGES,
    content_stems,
    language_words,
    languages,
    shared_languages,
    small,
    telling_stems,
)
from lib.context.text.topics import single_words
from lib.context.text.values.clock import times
from lib.context.text.values.dates import days
from lib.context.text.values.identifiers import identifiers, names_another
from lib.context.text.values.quantities import Number, numbers
from lib.context.text.values.relative_days import names_day_of_month
from lib.context.text.values.spans.periods import periods

_PLACE = re.compile(
    r"(?<!\w)(?:in|near|around|nach|rund um|à|zona|en|hacia|a|verso|em|no|na|para)\s+(?:l[ao']s?\s?)?[^\W\d_a-z]\w"
)
"""What leads to a place that no list has, by its capital."""
_BARE = re.compile(r"\s*(?:[.,;:!?)]|$)")
MANY = 2000
"""From here on a bare number is a year or money, not a count of people."""
_NEXT = re.compile(r"\s+([^\W\d_]+)")
SAID_AGAIN = 0.5
"""A share of a statement's words beyond which a quote with a word of change still says it again."""
_TOLD = ("people", "job", "reach")


def may_end(old: str, new: str, quotes: Sequence[str]) -> bool:
    """Whether the statement `new` with its quotes can put an end to `old`: it says so, or speaks of the same thing."""
    quotes = [quote for quote in quotes if not names_another(old, quote) or is_renamed(old, quote)]
    if not quotes or (names_another(old, new) and not any(is_renamed(old, quote) for quote in quotes)):
        return False
    quotes = [quote for quote in quotes if not is_other_ground(old, quote)]
    if is_beside(old, new, quotes) and not any(has_ended(old, quote) for quote in quotes):
        return False
    if any(is_changed_value(old, new, quote) or has_ended(old, quote) or is_new_value(old, quote) for quote in quotes):
        return True
    if any(_is_gone(old, quote) or _is_value_put_aside(old, quote) for quote in quotes):
        return True
    quotes = [quote for quote in quotes if not is_of_somebody_named(old, quote)]
    if not quotes or is_other_ground(old, new):
        return False
    if _has_home(old) and all(has("passing", quote) for quote in quotes):
        return False
    is_change = any(tells_change(quote) or (has("prefers", old) and has("prefers", quote)) for quote in quotes)
    return same_subject(old, new, quotes, is_change=is_change)


def says_otherwise(old: str, quote: str) -> bool:
    """Whether `quote`, whatever words it shares with `old`, does not say it again: it ends it, or tells a change of it.

    With a word of change in it a quote says again only what it has more than half the words of: "We have settled on the
    rowing club for the wake" is not "The wake is at the village hall", "I now work at Halden" is "Works at Halden".
    """
    if has_ended(old, quote) or is_new_value(old, quote):
        return True
    shares = [_share_told(old, quote, code) for code in shared_languages(old, quote)]
    return bool(shares) and max(shares) <= SAID_AGAIN and tells_change(quote)


def _share_told(old: str, quote: str, code: str) -> float:
    """The share of what `old` says of its subject, names and figures included, that `quote` has."""
    words = predicate_stems(old, code)
    told = (words - subject_stems(old, code) or words) | stated_names(old) | stated_values(old)
    said = content_stems(quote, code) | stated_names(quote) | stated_values(quote)
    return len(told & said) / len(told) if told else 1.0


def _has_home(text: str) -> bool:
    """Whether `text` says where somebody is at home, which a visit elsewhere does not change."""
    return any(
        single_words()[code].get(stem) == "home"
        for code in languages(text) or LANGUAGES
        for stem in content_stems(text, code)
    )


def _is_gone(old: str, quote: str) -> bool:
    """Whether `quote` says that the thing itself of which `old` tells something is sold, lost or scrapped."""
    for code in shared_languages(old, quote):
        subject = subject_stems(old, code)
        if subject and not language_words()[code].people.search(small(old)) and is_thing_gone(subject, quote, code):
            return not is_conditional(old, quote) and not is_of_others(old, quote)
    return False


def _is_value_put_aside(old: str, quote: str) -> bool:
    """Whether `quote` denies a day or count that `old` gives and gives another ("on the 27th, no longer the 20th")."""
    denied, given = set[float](), set[float]()
    for clause, is_denied in clauses(small(quote)):
        (denied if is_denied else given).update(_day_and_counts(clause))
    ours = _day_and_counts(old)
    return bool(ours & denied) and bool(given - ours) and not ours & given


def _day_and_counts(text: str) -> frozenset[float]:
    counts = {value for item in numbers(text) if not item.unit and not item.is_article for value in item.values}
    return frozenset(counts | {float(day.day) for day in days(text) if day.day is not None})


def is_changed_value(old: str, new: str, quote: str) -> bool:
    """Whether `quote`, with a word of change, gives by `new` another value of the kind of thing that `old` states.

    The kinds: how many people come, a day that is moved, where, a job, when somebody has time, how to reach somebody,
    and an hour or a measure of no other subject.
    """
    if is_of_others(new, quote) or is_conditional(new, quote):
        return False
    if tells_change(quote) and _is_other_state(old, new):
        return True
    is_shifted = has("shifted", quote)
    common = _things(old) & (_things(new) | _things(quote))
    is_changed = has("changed", quote) or ("when" in common and has("anew", quote))
    if not shared_languages(old, quote) or not (is_shifted or is_changed):
        return False
    if _is_bare_value(old) and _things(old) & _things(quote):
        return True
    common -= set() if has("sought", quote) else {"place"}
    common |= _measures(old) & _measures(new) if _is_of_its_subject(old, new) else set()
    return bool(common - {"day"}) or ("day" in common and is_shifted) or _is_new_count(old, quote)


def _is_bare_value(text: str) -> bool:
    """Whether `text` is only a value ("Saturday 12 September"): whatever changes to another such value replaces it."""
    return not any(telling_stems(" ".join(label_stems(text, code)), code) for code in languages(text) or LANGUAGES)


def is_renamed(old: str, quote: str) -> bool:
    """Whether `quote`, with a word of change, says of what `old` names by a number only that it is another one."""
    if not tells_change(quote):
        return False
    for code in shared_languages(old, quote):
        left = small(quote)
        for name in ("changed", "anew", "shifted"):
            left = change_words()[code][name].sub(" ", left)
        named = " ".join(f"{thing} {name}" for thing, name, _ in identifiers(quote))
        if telling_stems(left, code) <= content_stems(f"{named} {old}", code):
            return True
    return False


def _is_of_its_subject(old: str, new: str) -> bool:
    """Whether `new` opens with no other subject than one that `old` has ("The train …" for "Arrives at …" is one)."""
    return any(subject_stems(new, code) <= content_stems(old, code) for code in shared_languages(old, new))


@lru_cache(4096)
def _measures(text: str) -> frozenset[str]:
    """The kinds of measures and hours that `text` gives, money left out."""
    found = {f"in {item.unit.base}" for item in numbers(text) if item.unit and not item.unit.is_currency}
    return frozenset(found | ({"hour"} if any(not item.is_bare for item in times(text)) else set()))


def _is_other_state(old: str, new: str) -> bool:
    """Whether both say in one word how the subject is that opens them ("The house is blue", "The house is red")."""
    for code in shared_languages(old, new):
        subject = subject_stems(old, code)
        told = (change_words()[code]["anew"].sub(" ", small(text)) for text in (old, new))
        states = [telling_stems(change_words()[code]["changed"].sub(" ", text), code) - subject for text in told]
        if subject and subject == subject_stems(new, code) and [len(state) for state in states] == [1, 1]:
            return True
    return False


def tells_change(quote: str) -> bool:
    """Whether `quote` has a word by which something is said to be otherwise now."""
    return any(has(name, quote) for name in ("changed", "anew", "shifted", *OVER)) or polarity(quote)


@lru_cache(4096)
def _things(text: str) -> frozenset[str]:
    """The kinds of things that a client has one of, that `text` gives."""
    found = {name for name in _TOLD if name != "people" and has(name, text)}
    found |= {"people"} if has("people", text) and any(not item.is_article for item in numbers(text)) else set()
    found |= {"when"} if has("when", text) and has("free", text) else set()
    found |= {"place"} if _PLACE.search(text) else set()
    return frozenset(found | ({"day"} if days(text) or names_day_of_month(text) or periods(text) else set()))


def _is_new_count(old: str, quote: str) -> bool:
    """Whether `old` counts people and `quote` gives a count of nothing else ("siamo saliti a 128")."""
    if "people" not in _things(old):
        return False
    return any(_is_bare(item, quote) for item in numbers(quote))


def _is_bare(number: Number, text: str) -> bool:
    is_plain = number.unit is None and not number.is_article and not number.is_amount
    rest = text[number.end :]
    following = _NEXT.match(rest)
    is_bare = bool(_BARE.match(rest)) or (following is not None and has("changed", following[1]))
    return is_plain and max(number.values) < MANY and is_bare
