"""Whether a quote says that a state has ended: left, sold, given away, or so no longer."""

import re

from lib.context.evidence.change_words import has
from lib.context.evidence.polarity import clauses
from lib.context.text.languages import (
    content_stems,
    language_words,
    shared_languages,
    small,
    telling_stems,
)

_TOPIC = 5
"""Words of a clause that may only name what the next one is about ("As for the dog, …")."""
_ENDED = ("gone", "once")
OVER = ("left", *_ENDED)
"""The lists of words by which something is over."""
_NEGATING = {"en": "un", "de": "un", "fr": "me", "es": "des", "pt": "des"}
"""What makes a word its opposite, without accents; the prefixes that make other words, too, are left out."""
_SHORTEST = 4
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
    told: list[tuple[int, bool]] = []
    for code in shared_languages(text, quote):
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
