"""Whether a quote says that a state has ended: left, sold, given away; or is settled: paid, mended, found."""

import re

from lib.context.evidence.change_words import change_words, has
from lib.context.evidence.endings.qualified import is_only_beside
from lib.context.evidence.polarity import clauses
from lib.context.evidence.relatedness import (
    ENOUGH,
    denies,
    figures_equal,
    label_stems,
    overlap,
    speaks_of,
    stated_names,
)
from lib.context.evidence.stated.standpoint import is_conditional, is_of_others
from lib.context.text.languages import (
    content_stems,
    is_light,
    language_words,
    shared_languages,
    small,
    telling_stems,
)
from lib.context.text.values.identifiers import names_another

_TOPIC = 5
"""Words of a clause that may only name what the next one is about ("As for the dog, …")."""
_ENDED = ("gone", "once")
OVER = ("left", *_ENDED)
"""The lists of words by which something is over."""
_NEGATING = {"en": "un", "de": "un", "fr": "me", "es": "des", "pt": "des"}
"""What makes a word its opposite, without accents; the prefixes that make other words, too, are left out."""
_SHORTEST = 4
_FEW = 4
"""Words of a quote ("All square, cheers") that says by itself that everything is done."""
_UNSETTLED = (("owed", "paid"), ("faulty", "mended"), ("sought", "found"))
_JOINED = re.compile(r"(?<!\w)(?:and|und|et|y|e|then|dann|puis|luego|poi|depois)(?!\w)")


def leaves(text: str, quote: str) -> bool:
    """Whether `quote` says, in a clause about what `text` states, that it is given up or left; `text` does not."""
    if any(has(name, text) for name in OVER):
        return False
    for code in shared_languages(text, quote):
        before = ""
        for clause, _ in clauses(small(quote)):
            about = f"{before} {clause}" if len(before.split()) <= _TOPIC else clause
            is_left = any(has(name, clause) for name in OVER)
            if is_left and content_stems(text, code) & content_stems(about, code):
                return True
            before = clause
    return is_over(text, quote)


def is_over(text: str, quote: str) -> bool:
    """Whether `quote` says, where it speaks most of what `text` states, that it has ended; `text` does not.

    "We sold the boat" does not say that somebody owns one, nor "I gave my car to my son" that they have one, nor "I
    lived in Rome" that they live there, nor "unhappy" that they are happy.
    """
    if any(has(name, text) for name in OVER):
        return False
    if _has_opposite(text, quote):
        return True
    return any(_is_over_in(text, quote, code) for code in shared_languages(text, quote))


def _is_over_in(text: str, quote: str, code: str) -> bool:
    """Whether the clauses of `quote` with most words of `text`, read in one language, all say that it has ended."""
    told: list[tuple[int, bool]] = []
    wanted, topic = telling_stems(text, code), ""
    is_had = _is_of_a_thing_had(text, code)
    for part in _segments(quote):
        is_ended = any(has(name, part, (code,)) for name in _ENDED) or (is_had and _is_parted_with(part, code))
        is_ended = is_ended and not has("meant", part, (code,))
        if topic and is_ended:
            told.pop()
        told.append((len(wanted & content_stems(f"{topic} {part}" if is_ended else part, code)), is_ended))
        topic = part if len(part.split()) <= _TOPIC and not is_ended else ""
    most = max((count for count, _ in told), default=0)
    return most > 0 and all(is_ended for count, is_ended in told if count == most)


def has_ended(text: str, quote: str) -> bool:
    """Whether `quote` says by itself that what `text` states holds no longer: denied, settled, sold or left."""
    if is_only_beside(text, quote):
        return False
    return denies(text, quote) or settles(text, quote) or _is_left_behind(text, quote)


def _is_left_behind(text: str, quote: str) -> bool:
    """Whether `quote` tells that a state has ended, of the client, as it is, and with no other figure."""
    share = overlap(text, quote)
    if share is None or share < ENOUGH or not is_over(text, quote) or not speaks_of(text, quote):
        return False
    if is_conditional(text, quote) or is_of_others(text, quote) or names_another(text, quote):
        return False
    return figures_equal(text, quote)


def is_thing_gone(stems: frozenset[str], quote: str, code: str) -> bool:
    """Whether a clause of `quote` with all of the `stems` says that the client has parted with it or it is gone."""
    return any(
        stems <= content_stems(part, code)
        and (_is_parted_with(part, code) or has("gone", part, (code,)))
        and not has("meant", part, (code,))
        for part in _segments(quote)
    )


def _is_of_a_thing_had(text: str, code: str) -> bool:
    """Whether `text` says that somebody has a thing; a person is nobody's, and is not given away."""
    if has("parted", text, (code,)) or language_words()[code].people.search(small(text)):
        return False
    return has("having", text, (code,))


def _is_parted_with(part: str, code: str) -> bool:
    """Whether a clause tells of giving something away or losing it, and not to the client."""
    return has("parted", part, (code,)) and not has("taken", part, (code,))


def _has_opposite(text: str, quote: str) -> bool:
    """Whether `quote` has a word of `text` only as its opposite ("happy", "unhappy"), or the reverse."""
    for code in shared_languages(text, quote):
        ours, theirs, negating = telling_stems(text, code), content_stems(quote, code), _NEGATING.get(code, "")
        for stems, other in ((ours, theirs), (theirs, ours)):
            if any(len(word) >= _SHORTEST and word not in other and f"{negating}{word}" in other for word in stems):
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
    opened = [(state, done) for state, done in _UNSETTLED if has(state, text)]
    if not opened or is_conditional(text, quote) or is_of_others(text, quote) or not _same_marks(text, quote):
        return False
    told = [clause for clause, denied in clauses(small(quote)) if not denied]
    if any(has(state, clause, codes) and not has(done, clause, codes) for state, done in opened for clause in told):
        return False
    told = [clause for clause in told if not has("ahead", clause, codes)]
    if any(_is_of(text, clause, done=done, codes=codes) for _, done in opened for clause in told):
        return True
    is_about = any(_about(text, code) & content_stems(quote, code) for code in codes)
    is_about |= any(change_words()[code]["matter"].search(clause) for code in codes for clause in told)
    is_short = len(quote.split()) <= _FEW
    return any(
        (has("settled", clause, codes) and (is_about or is_short)) or (has("fine", clause, codes) and is_about)
        for clause in told
    )


def _is_of(text: str, clause: str, *, done: str, codes: tuple[str, ...]) -> bool:
    """Whether `clause` says that it is `done`, with a word of what `text` states or of nothing else."""
    for code in codes:
        table = change_words()[code]
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
    return (
        not names_another(text, quote)
        and figures_equal(text, quote)
        and (not names or not stated_names(text) or bool(names & stated_names(text)))
    )


def _about(text: str, code: str) -> frozenset[str]:
    return frozenset(word for word in label_stems(text, code) if not is_light(word, code))
