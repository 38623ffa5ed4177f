"""The sentences of a text as its author wrote them, and their plain form that patterns are matched against."""

import re

from lib.context.text.abbreviations import NO_END
from lib.context.text.normalize import LIKE_MARKS
from lib.context.text.sentences import question_at

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\n(?=[ \t]*[-*•] )")
_BULLET = re.compile(r"^[-*•]\s+(?=[^\W\d_])")
_END = re.compile(rf"(?<![.!?…])[.!?…]++(?!{NO_END})[\"'”’)»]*\s+(?=[\"'“‘(«¿¡]?\w)", re.I)
_ALIKE = str.maketrans(LIKE_MARKS | {"\u00a0": " ", "\u202f": " "})
_THIRD_PERSON = {
    "eats": "eat", "drinks": "drink", "works": "work", "lives": "live", "wants": "want", "prefers": "prefer",
    "needs": "need", "has": "have", "is": "am", "was": "was", "does": "do", "his": "my", "her": "my", "their": "our",
    "moves": "move", "pays": "pay", "looks": "look",
}  # fmt: skip
LONGEST = 300


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text` in order, letter for letter but for line breaks; none is longer than a fact may be.

    The question that a statement ends in is a sentence of its own ("I am deaf," and "can you write to me?").
    """
    parts = []
    for paragraph in _PARAGRAPH.split(text):
        start = 0
        for end in [match.end() for match in _END.finditer(paragraph)] + [len(paragraph)]:
            parts.append(_BULLET.sub("", " ".join(paragraph[start:end].split())))
            start = end
    told = (half for part in parts for half in _halves(part))
    return tuple(sentence for sentence in told if 0 < len(sentence) <= LONGEST)


def _halves(sentence: str) -> tuple[str, ...]:
    """A sentence as what it states and what it asks behind that."""
    place = question_at(sentence)
    return (sentence,) if place is None else (sentence[:place], sentence[place:].lstrip(" ,;:–—-…"))


def plain(sentence: str) -> str:
    """`sentence` in small letters with plain quotes and dashes."""
    return sentence.translate(_ALIKE).casefold()


def in_first_person(clause: str) -> str:
    """What somebody is said to do, as they would say it: "eats meat again" becomes "i eat meat again"."""
    return "i " + " ".join(_THIRD_PERSON.get(word, word) for word in clause.split())
