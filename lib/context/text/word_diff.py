"""Which words differ between two sentences, and how alike two sentences are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Indel

from lib.context.text.abbreviations import NO_END

TOKEN = re.compile(r"\d+(?:[-:.,/]\d+)*\w*|\w+|\s+|.", re.DOTALL | re.I)
"""A date or an amount is one token, so "500,000" never becomes "5" and two changed zeros."""
SENTENCE = re.compile(rf".+?(?:(?<=[.!?])(?!{NO_END})[\"”'’)]*\s+|\Z)", re.DOTALL | re.I)
"""A full stop ends one only before a space: "0.5" and "v2.1" are words."""
ALIKE = 0.5
"""Sentences that share less than half of their words are two statements, not one reworded."""

LONG = 20_000
"""Characters of both texts from which on they are given whole: comparing words takes the square of their number."""


@dataclass(frozen=True)
class Span:
    """A run of words that both texts have (`same`), only the old one (`cut`), or only the new one (`new`)."""

    kind: Literal["same", "cut", "new"]
    text: str


def likeness(old: str, new: str) -> float:
    """The share of words in common, 0 to 1; the same both ways round."""
    return likenesses([old], [new])[0][0]


def likenesses(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    """The likeness of each old text (a row) with each new one (a column)."""
    letters: dict[str, str] = {}

    def written(text: str) -> str:
        """One letter for each word, which the comparison in C can take."""
        return "".join(letters.setdefault(word, chr(0x10000 + len(letters))) for word in _words(text))

    rows, columns = [written(text) for text in old], [written(text) for text in new]
    made: list[list[float]] = process.cdist(rows, columns, scorer=Indel.normalized_similarity).tolist()
    return made


def spans(old: str, new: str) -> tuple[Span, ...]:
    """`new` with what was cut from `old` at its place, sentence by sentence.

    Sentences that are not alike are given whole, old before new: single words in common would only confuse.
    """
    if old == new:
        return (Span("same", new),) if new else ()
    if len(old) + len(new) > LONG:
        return _whole(old, new)
    before, after = SENTENCE.findall(old), SENTENCE.findall(new)
    found: list[Span] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Span("same", "".join(after[k:m])))
        elif j - i == m - k:
            for one, other in zip(before[i:j], after[k:m], strict=True):
                found += _in_sentence(one, other)
        else:
            found += _in_sentence("".join(before[i:j]), "".join(after[k:m]))
    return tuple(found)


def _in_sentence(old: str, new: str) -> tuple[Span, ...]:
    if likeness(old, new) < ALIKE:
        return _whole(old, new)
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    found: list[Span] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Span("same", "".join(after[k:m])))
        else:
            found += _whole("".join(before[i:j]), "".join(after[k:m]))
    return tuple(found)


def _whole(old: str, new: str) -> tuple[Span, ...]:
    cut, come = Span("cut", old), Span("new", new)
    return tuple(span for span in (cut, come) if span.text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(token for token in TOKEN.findall(text) if not token.isspace())
