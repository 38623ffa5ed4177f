"""Whether a quote gives another value of what a statement gives: how many, which days, which street, who does it."""

import re

from lib.context.evidence.change_words import change_words, has
from lib.context.evidence.polarity import clauses
from lib.context.evidence.relatedness import stated_names
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
from lib.context.text.proper_names import NAME_WORD, key
from lib.context.text.topics import told_families
from lib.context.text.values.clock import times
from lib.context.text.values.dates import days, without_dates
from lib.context.text.values.month_names import month, weekday
from lib.context.text.values.quantities import numbers

_STREET = re.compile(
    r"(?<!\w)\w*(?:straße|strasse|str\.|weg|platz|allee|gasse|ufer)\s+\d"
    r"|\d+\w?,?\s+(?:bis\s+|ter\s+)?(?:rue|avenue|boulevard|place|chemin|impasse|quai|allée)\s"
    r"|(?<!\w)(?:calle|avenida|avda\.?|plaza|paseo|camino|via|viale|corso|piazza|largo|rua|travessa|praça|alameda)\s[^.;!?\n]*?\d"
    r"|\d+\w?\s+(?:\w+\s+){1,3}(?:street|road|lane|avenue|drive|close|square|terrace|place|way)(?!\w)",
    re.I,
)
"""A street with its number, as it is written in the six languages."""
_SETTLED_IN = re.compile(
    r"(?<!\w)(?:we are|we're|i'm|i am|sind wir|wir sind|ich bin"
    r"|nous sommes|je suis|estamos|estoy|siamo|sono|estou)(?!\w)"
)
_ALIKE = 4
"""Letters that the words for an office and for who holds it begin with alike ("trésorière", "trésorerie")."""
_OF_A_KIND = frozenset({"seat"})
"""Families of words of which one is had instead of another."""
_MANY = 1000
"""From here on a bare number counts no guests."""


def is_new_value(old: str, quote: str) -> bool:
    """Whether `quote` gives by itself another value of what `old` states, or says that somebody else does it now."""
    if is_conditional(old, quote) or is_of_others(old, quote) or not shared_languages(old, quote):
        return False
    return (
        _is_recounted(old, quote)
        or _is_of_other_weekdays(old, quote)
        or _is_other_street(old, quote)
        or _is_other_term(old, quote)
        or _is_name_left(old, quote)
        or _is_handed_over(old, quote)
        or _is_put_off(old, quote)
        or _is_other_hour(old, quote)
        or _is_liked_better(old, quote)
    )


def _is_put_off(old: str, quote: str) -> bool:
    """Whether `old` tells by which day something has to be done, and `quote` that there is time until another.

    It speaks of nothing else, or of staying where a home has to be left.
    """
    if not has("due", old) or not has("granted", quote):
        return False
    ours, theirs = _days_and_months(old), _days_and_months(quote)
    if not ours or not theirs or ours & theirs:
        return False
    is_stay = has("leaving", old) and has("stays", quote)
    return is_stay or any(
        _rest(quote, "granted", code) <= content_stems(old, code) for code in shared_languages(old, quote)
    )


def _rest(text: str, name: str, code: str) -> frozenset[str]:
    """The telling stems of `text` without those of its words of one list, its days and its figures."""
    left = without_dates(change_words()[code][name].sub(" ", small(text)))
    left = NAME_WORD.sub(lambda word: " " if month(word[0]) or weekday(word[0]) else word[0], left)
    return telling_stems(left, code)


def _days_and_months(text: str) -> frozenset[tuple[int | None, int | None]]:
    named = {(None, number) for word in NAME_WORD.findall(without_dates(text)) if (number := month(word))}
    return frozenset(named | {(day.day, day.month) for day in days(text)})


def _is_other_hour(old: str, quote: str) -> bool:
    """Whether both give an hour, and `quote` another one that is better, of nothing that `old` does not speak of."""
    ours = frozenset[int]().union(*(item.minutes for item in times(old)))
    for clause, _ in clauses(small(quote)) if ours and has("likelier", quote) else ():
        theirs = frozenset[int]().union(*(item.minutes for item in times(clause)))
        if theirs and not ours & theirs:
            return any(subject_stems(clause, code) <= content_stems(old, code) for code in shared_languages(old, quote))
    return False


def _is_liked_better(old: str, quote: str) -> bool:
    """Whether `old` tells what of a kind is wanted and `quote` that another of that kind is liked better."""
    if not has("likelier", quote) or not (has("prefers", old) or has("meant", old) or has("sought", old)):
        return False
    for code in shared_languages(old, quote):
        ours, theirs = telling_stems(old, code), telling_stems(quote, code)
        if ours & theirs and theirs - ours and ours - theirs:
            return True
    return bool(told_families(old) & told_families(quote) & _OF_A_KIND)


def _is_recounted(old: str, quote: str) -> bool:
    """Whether `old` counts people and `quote` says how many there are now ("we are eight", "that leaves ten")."""
    counted = {value for item in numbers(old) if not item.is_article and not item.unit for value in item.values}
    if not counted or not has("people", old):
        return False
    for code in shared_languages(old, quote):
        plain = small(quote)
        for found in change_words()[code]["recount"].finditer(plain):
            after = [item for item in numbers(quote) if found.end() <= item.start <= found.end() + 12]
            bare = [
                item for item in after[:1] if item.unit is None and not item.is_article and max(item.values) < _MANY
            ]
            if any(not counted & set(item.values) and _counts_nothing(quote[item.end :], code) for item in bare):
                return True
    return False


def _counts_nothing(rest: str, code: str) -> bool:
    """Whether no noun but one for people follows a number."""
    following = re.match(r"\s+([^\W\d_]+)", rest)
    if following is None:
        return True
    word = following[1]
    return (
        not content_stems(word, code)
        or bool(change_words()[code]["people"].search(small(word)))
        or weekday(word) is not None
    )


def _is_of_other_weekdays(old: str, quote: str) -> bool:
    """Whether both name days of the week on which the client does it, and `quote` with a word of change others."""
    ours, theirs = _weekdays(old), _weekdays(quote)
    if not ours or not theirs or ours == theirs or not has("changed", quote):
        return False
    return any(subject_stems(quote, code) <= content_stems(old, code) for code in shared_languages(old, quote))


def _weekdays(text: str) -> frozenset[int]:
    found = (
        weekday(word) if weekday(word) is not None else weekday(word.removesuffix("s"))
        for word in NAME_WORD.findall(text)
    )
    return frozenset(number for number in found if number is not None)


def _is_other_street(old: str, quote: str) -> bool:
    """Whether both give a street with its number, and `quote` says that it is the client's now."""
    if not _STREET.search(old) or not _STREET.search(quote):
        return False
    is_moved = has("changed", quote) or has("anew", quote) or _SETTLED_IN.search(small(quote)) is not None
    named = _STREET.sub(" ", quote)
    return is_moved and any(
        subject_stems(named, code) <= content_stems(old, code) for code in shared_languages(old, quote)
    )


def _is_other_term(old: str, quote: str) -> bool:
    """Whether `old` tells after how long or how is paid, and `quote` says that this has been changed to another."""
    if not told_families(old) & {"payment", "terms", "budget"} or not (has("shifted", quote) or has("changed", quote)):
        return False
    ours = {item.unit.base: item.readings for item in numbers(old) if item.unit and not item.unit.is_currency}
    theirs = {item.unit.base: item.readings for item in numbers(quote) if item.unit and not item.unit.is_currency}
    return any(base in ours and not ours[base] & theirs[base] for base in theirs)


def _is_name_left(old: str, quote: str) -> bool:
    """Whether a clause of `quote` gives up a name that `old` gives: it is ruled out, or exchanged for another one."""
    ours = stated_names(old)
    is_wish = has("sought", old) or has("meant", old)
    for clause, _ in clauses(small(quote)) if ours else ():
        if not ours & {key(word) for word in NAME_WORD.findall(clause)}:
            continue
        others = stated_names(quote) - ours
        if (is_wish and has("left", clause)) or (others and (has("swapped", clause) or _is_away(clause, ours))):
            return True
    return False


def _is_away(clause: str, named: frozenset[str]) -> bool:
    """Whether a clause says of somebody `named` that they are no longer there, and nothing else of them."""
    left = NAME_WORD.sub(lambda word: " " if key(word[0]) in named else word[0], clause)
    codes = languages(clause) or LANGUAGES
    return any(has("gone", left, (code,)) and not _rest(left, "gone", code) for code in codes)


def _is_handed_over(old: str, quote: str) -> bool:
    """Whether a clause of `quote` says that the office that `old` tells of is given to somebody else or given up."""
    for code in shared_languages(old, quote):
        if language_words()[code].people.search(small(old)):
            continue
        ours = {word for word in telling_stems(old, code) if len(word) >= _ALIKE}
        for clause, _ in clauses(small(quote)):
            if not has("handed", clause, (code,)):
                continue
            theirs = {word for word in telling_stems(clause, code) if len(word) >= _ALIKE}
            if any(one[:_ALIKE] == other[:_ALIKE] for one in ours for other in theirs):
                return True
    return False
