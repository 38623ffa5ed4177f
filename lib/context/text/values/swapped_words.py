"""A word in small letters put in another's place: "garage" where an otherwise equal sentence says "garden"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lib.context.text.languages import bounded, content_stems, is_light, languages, shared_languages, small
from lib.context.text.proper_names import NAME_WORD, is_verbal, missing_names, names
from lib.context.text.sentences import sentence_parts
from lib.context.text.values.clock import without_times
from lib.context.text.values.counted_things import counted_nouns
from lib.context.text.values.dates import without_dates
from lib.context.text.values.month_names import month, weekday
from lib.context.text.values.quantities import numbers
from lib.context.text.values.relative_days import without_day_phrases
from lib.context.text.values.slot_values import without_label
from lib.context.text.values.spans.periods import without_periods
from lib.context.text.values.units import with_bound

MOST = 40
"""Content words of a sentence that are compared."""


_ARTICLE = re.compile(r"the|an?|d(?:er|ie|as|en|em)|eine?[nm]?|l(?:e|a|es|as|os|o)|un[ea]?|el|il|gli|os?|as|uma?")
_THE = "the"
FEWEST = 4
"""Letters that two stems have in common at least, where one is the other with an ending ("wohnt", "wohn")."""


@dataclass(frozen=True)
class _Word:
    written: str
    stems: frozenset[str]
    gap: str
    """The word right before it, where that is a stop word; each article reads as "the"."""

    is_name: bool

    def agrees(self, other: "_Word") -> bool:
        """Whether both are one word, or one with another ending."""
        return bool(self.stems & other.stems) or any(
            min(len(ours), len(theirs)) >= FEWEST and (ours.startswith(theirs) or theirs.startswith(ours))
            for ours in self.stems
            for theirs in other.stems
        )


def swapped_words(text: str, said: str) -> tuple[str, ...]:
    """The words of `text` that `said` has not, and in whose place one of its sentences has another word; mostly none.

    A place is told by the content words on both sides, or by all else being equal. The word that opens `text` may be
    its verb, which every reader puts otherwise; names, figures and other languages are compared elsewhere.
    """
    text = without_label(text)
    ours, theirs = languages(text), languages(said)
    if ours and theirs and not set(ours) & set(theirs):
        return ()
    code = (shared_languages(text, said) or ("en",))[0]
    words = _words(text, code)
    there = _words(bounded(said), code)
    apart = {*names(text), *(match[0] for match in NAME_WORD.finditer(text) if month(match[0]) or weekday(match[0]))}
    apart |= counted_nouns(text)  # compared with the numbers: "40 guests" are "40 people"
    missing = [
        place
        for place, word in enumerate(words)
        if word.written not in apart and not _is_light(word, code)
        if not any(word.agrees(other) for other in there)
    ]
    if not missing:
        return ()
    sentences = [_words(sentence, code)[:MOST] for sentence in sentence_parts(said)]
    found = [words[place].written for place in missing if any(_is_swapped(words, place, said) for said in sentences)]
    return tuple(missing_names(found, said, ()))


def exchanged_names(text: str, said: str) -> tuple[str, ...]:
    """The two names of `text` that `said` has with the very words between them, but the other way round; mostly none.

    "Ben pays for Carla" does not say that Carla pays for Ben; "Ben and Carla" are Carla and Ben.
    """
    known = {*names(text), *names(said)}  # a name that opens one of them may stand within the other
    found = [match for match in NAME_WORD.finditer(text) if match[0] in known]
    if len(found) != 2 or found[0][0] == found[1][0]:
        return ()
    first, last = found
    between = small(text[first.end() : last.start()])
    if not all(content_stems(between, code) for code in shared_languages(text, said) or ("en",)):
        return ()
    turned, kept = (
        rf"(?<!\w){re.escape(small(one))}{re.escape(between)}{re.escape(small(other))}(?!\w)"
        for one, other in ((last[0], first[0]), (first[0], last[0]))
    )
    plain = small(said)
    return (first[0], last[0]) if re.search(turned, plain) and not re.search(kept, plain) else ()


def _words(text: str, code: str) -> list[_Word]:
    """The content words of `text` in order, without its figures with their bounds, hours and dates."""
    text = without_times(without_periods(without_day_phrases(without_dates(text))))
    lowered = small(text)
    for item in reversed(numbers(text)):
        start, end = with_bound(lowered, item.start, item.end) if item.bound else (item.start, item.end)
        text = text[:start] + " " * (end - start) + text[end:]
    found, before, named = [], "", set(names(text))
    for match in NAME_WORD.finditer(text):
        if stems := content_stems(match[0], code):
            found.append(_Word(match[0], stems, before, match[0] in named))
        before = "" if stems else _THE if _ARTICLE.fullmatch(small(match[0])) else small(match[0])
    return found


def _is_light(word: _Word, code: str) -> bool:
    return any(is_light(stem, code) for stem in word.stems)


def _is_swapped(words: Sequence[_Word], place: int, sentence: Sequence[_Word]) -> bool:
    """Whether the sentence has another word than `words[place]` between the same neighbours, or else the same words.

    For the word that opens a text, only a name counts: it may be a verb, and "Tom likes it" for "Bob likes it" is not.
    """
    added = [at for at, word in enumerate(sentence) if not any(word.agrees(ours) for ours in words)]
    missing = [word for word in words if not any(word.agrees(theirs) for theirs in sentence)]
    is_all_else_equal = len(added) == 1 == len(missing) and len(words) > 1
    if not place and words[0].gap != _THE:
        added = [at for at in added if sentence[at].is_name and not is_verbal(words[0].written)]
    if added and is_all_else_equal:
        return True
    before = words[place - 1] if place else None
    after = words[place + 1] if place + 1 < len(words) else None
    for at in added:
        left = sentence[at - 1] if at else None
        right = sentence[at + 1] if at + 1 < len(sentence) else None
        sides = [(ours, theirs) for ours, theirs in ((before, left), (after, right)) if ours and theirs]
        is_alike = len(sides) == 2 or words[place].gap == sentence[at].gap
        if sides and is_alike and all(ours.agrees(theirs) for ours, theirs in sides):
            return True
    return False
