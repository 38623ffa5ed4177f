"""What words of change tell: a newer value of the same thing, a thing that is left, an open one that is done with."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from lib.context.evidence.polarity import clauses, polarity
from lib.context.evidence.relatedness import denies, figures_equal, label_stems, same_subject, stated_names
from lib.context.evidence.standpoint import is_conditional, is_of_others
from lib.context.evidence.subjects import subject_stems
from lib.context.text.languages import (
    LANGUAGES,
    content_stems,
    is_light,
    language_words,
    languages,
    shared_languages,
    small,
    telling_stems,
)
from lib.context.text.values.clock import times
from lib.context.text.values.dates import days
from lib.context.text.values.quantities import Number, numbers
from lib.context.text.values.relative_days import names_day_of_month

_PLACE = re.compile(
    r"(?<!\w)(?:in|near|around|nach|rund um|à|zona|en|hacia|a|verso|em|no|na|para)\s+(?:l[ao']s?\s?)?[^\W\d_a-z]\w"
)
"""What leads to a place that no list has, by its capital."""
_BARE = re.compile(r"\s*(?:[.,;:!?)]|$)")
_FEW = 4
"""Words of a quote ("All square, cheers") that says by itself that everything is done."""
_TOPIC = 5
"""Words of a clause that may only name what the next one is about ("As for the dog, …")."""
MANY = 2000
"""From here on a bare number is a year or money, not a count of people."""
_NEXT = re.compile(r"\s+([^\W\d_]+)")
_UNSETTLED = (("owed", "paid"), ("faulty", "mended"), ("sought", "found"))
_ENDED = ("gone", "once")
_OVER = ("left", *_ENDED)
_NEGATING = {"en": "un", "de": "un", "fr": "me", "es": "des", "pt": "des"}
"""What makes a word its opposite, without accents; the prefixes that make other words, too, are left out."""
_SHORTEST = 4
_JOINED = re.compile(r"(?<!\w)(?:and|und|et|y|e|then|dann|puis|luego|poi|depois)(?!\w)")
_TOLD = ("people", "job", "reach")


def may_end(old: str, new: str, quotes: Sequence[str]) -> bool:
    """Whether the statement `new` with its quotes can put an end to `old`: it says so, or speaks of the same thing."""
    if any(is_changed_value(old, new, quote) or denies(old, quote) or settles(old, quote) for quote in quotes):
        return True
    is_change = any(tells_change(quote) or (_has("prefers", old) and _has("prefers", quote)) for quote in quotes)
    return same_subject(old, new, quotes, is_change=is_change)


def is_changed_value(old: str, new: str, quote: str) -> bool:
    """Whether `quote`, with a word of change, gives by `new` another value of the kind of thing that `old` states.

    The kinds: how many people come, a day that is moved, where, a job, when somebody has time, how to reach somebody,
    and an hour or a measure of no other subject.
    """
    if is_of_others(new, quote) or is_conditional(new, quote):
        return False
    if tells_change(quote) and _is_other_state(old, new):
        return True
    is_shifted = _has("shifted", quote)
    if not shared_languages(old, quote) or not (is_shifted or _has("changed", quote)):
        return False
    common = _things(old) & (_things(new) | _things(quote))
    common -= set() if _has("sought", quote) else {"place"}
    common |= _measures(old) & _measures(new) if _is_of_its_subject(old, new) else set()
    return bool(common - {"day"}) or ("day" in common and is_shifted) or _is_new_count(old, quote)


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
        told = (_words()[code]["anew"].sub(" ", small(text)) for text in (old, new))
        states = [telling_stems(_words()[code]["changed"].sub(" ", text), code) - subject for text in told]
        if subject and subject == subject_stems(new, code) and [len(state) for state in states] == [1, 1]:
            return True
    return False


def tells_change(quote: str) -> bool:
    """Whether `quote` has a word by which something is said to be otherwise now."""
    return any(_has(name, quote) for name in ("changed", "anew", "shifted", *_OVER)) or polarity(quote)


def leaves(text: str, quote: str) -> bool:
    """Whether `quote` says, in a clause about what `text` states, that it is given up or left; `text` does not."""
    if any(_has(name, text) for name in _OVER):
        return False
    for code in shared_languages(text, quote):
        before = ""
        for clause, _ in clauses(small(quote)):
            about = f"{before} {clause}" if len(before.split()) <= _TOPIC else clause
            is_left = any(_has(name, clause) for name in _OVER)
            if is_left and content_stems(text, code) & content_stems(about, code):
                return True
            before = clause
    return is_over(text, quote)


def is_over(text: str, quote: str) -> bool:
    """Whether `quote` says, where it speaks most of what `text` states, that it has ended; `text` does not.

    "We sold the boat" does not say that somebody owns one, nor "I lived in Rome" that they live there, nor "unhappy"
    that they are happy.
    """
    if any(_has(name, text) for name in _OVER):
        return False
    if _has_opposite(text, quote):
        return True
    told: list[tuple[int, bool]] = []
    for code in shared_languages(text, quote):
        wanted, topic = telling_stems(text, code), ""
        for part in _segments(quote):
            has_ended = any(_has(name, part, (code,)) for name in _ENDED) and not _has("meant", part, (code,))
            if topic and has_ended:
                told.pop()
            told.append((len(wanted & content_stems(f"{topic} {part}" if has_ended else part, code)), has_ended))
            topic = part if len(part.split()) <= _TOPIC and not has_ended else ""
    most = max((count for count, _ in told), default=0)
    return most > 0 and all(has_ended for count, has_ended in told if count == most)


def _has_opposite(text: str, quote: str) -> bool:
    """Whether `quote` has a word of `text` only as its opposite ("happy", "unhappy"), or the reverse."""
    for code in shared_languages(text, quote):
        ours, theirs, negating = telling_stems(text, code), content_stems(quote, code), _NEGATING.get(code, "")
        for has, other in ((ours, theirs), (theirs, ours)):
            if any(len(word) >= _SHORTEST and word not in other and f"{negating}{word}" in other for word in has):
                return bool(negating)
    return False


def _segments(quote: str) -> list[str]:
    """The clauses of `quote` in small letters, each divided once more where another one is joined to it."""
    return [part for clause, _ in clauses(small(quote)) for part in _JOINED.split(clause) if part.strip()]


def settles(text: str, quote: str) -> bool:
    """Whether `quote` says that what `text` tells of as owed, faulty or sought is paid, mended or found.

    It does so in words of what has happened, not denied, without another figure or name, and of no other thing:
    "the money has arrived" and "the matter is closed" name nothing else, "we paid the plumber" does. "All fine" needs
    a word of what it is about.
    """
    codes = shared_languages(text, quote)
    opened = [(state, done) for state, done in _UNSETTLED if _has(state, text)]
    if not opened or is_conditional(text, quote) or is_of_others(text, quote) or not _same_marks(text, quote):
        return False
    told = [clause for clause, denied in clauses(small(quote)) if not denied]
    if any(_has(state, clause, codes) and not _has(done, clause, codes) for state, done in opened for clause in told):
        return False
    told = [clause for clause in told if not _has("ahead", clause, codes)]
    if any(_is_of(text, clause, done=done, codes=codes) for _, done in opened for clause in told):
        return True
    is_about = any(_about(text, code) & content_stems(quote, code) for code in codes)
    is_about |= any(_words()[code]["matter"].search(clause) for code in codes for clause in told)
    is_short = len(quote.split()) <= _FEW
    return any(
        (_has("settled", clause, codes) and (is_about or is_short)) or (_has("fine", clause, codes) and is_about)
        for clause in told
    )


def _is_of(text: str, clause: str, *, done: str, codes: tuple[str, ...]) -> bool:
    """Whether `clause` says that it is `done`, with a word of what `text` states or of nothing else."""
    for code in codes:
        table = _words()[code]
        if not table[done].search(clause):
            continue
        left = table[done].sub(" ", clause)
        for pattern, _ in language_words()[code].days:
            left = pattern.sub(" ", left)
        rest = content_stems(left, code)
        if not rest or _about(text, code) & content_stems(clause, code):
            return True
    return False


def _same_marks(text: str, quote: str) -> bool:
    names = stated_names(quote)
    return figures_equal(text, quote) and (not names or not stated_names(text) or bool(names & stated_names(text)))


def _about(text: str, code: str) -> frozenset[str]:
    return frozenset(word for word in label_stems(text, code) if not is_light(word, code))


@lru_cache(4096)
def _things(text: str) -> frozenset[str]:
    """The kinds of things that a client has one of, that `text` gives."""
    found = {name for name in _TOLD if name != "people" and _has(name, text)}
    found |= {"people"} if _has("people", text) and any(not item.is_article for item in numbers(text)) else set()
    found |= {"when"} if _has("when", text) and _has("free", text) else set()
    found |= {"place"} if _PLACE.search(text) else set()
    return frozenset(found | ({"day"} if days(text) or names_day_of_month(text) else set()))


def _is_new_count(old: str, quote: str) -> bool:
    """Whether `old` counts people and `quote` gives a count of nothing else ("siamo saliti a 128")."""
    if "people" not in _things(old):
        return False
    return any(_is_bare(item, quote) for item in numbers(quote))


def _is_bare(number: Number, text: str) -> bool:
    is_plain = number.unit is None and not number.is_article and not number.is_amount
    rest = text[number.end :]
    following = _NEXT.match(rest)
    is_bare = bool(_BARE.match(rest)) or (following is not None and _has("changed", following[1]))
    return is_plain and max(number.values) < MANY and is_bare


@lru_cache(8192)
def _has(name: str, text: str, codes: tuple[str, ...] = ()) -> bool:
    """Whether `text` has a word of the list, in its own languages or these."""
    plain = small(text)
    return any(_words()[code][name].search(plain) for code in codes or languages(text) or LANGUAGES)


@cache
def _words() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """The patterns of `changes.toml` by language and list."""
    path = Path(__file__).with_suffix(".toml")
    return {
        code: {name: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") for name, words in lists.items()}
        for code, lists in tomllib.loads(path.read_text("utf-8")).items()
    }
