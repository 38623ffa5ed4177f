"""What the check of a draft gives: marks on its words, what supports each sentence, and what the whole lacks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from lib.context.text.normalize import shortened

MOST_WORDS = 200
"""Characters of words on file that a mark or its ground quotes."""
MarkKind = Literal[
    "not on file",
    "ended value",
    "disputed",
    "third party",
    "internal",
    "polarity differs",
    "new promise",
    "claims an act",
]
MARKS: dict[MarkKind, str] = {
    "not on file": "Nothing on file says it.",
    "ended value": "It was so and is so no longer.",
    "disputed": "Two sides say different things.",
    "third party": "Only somebody else says it.",
    "internal": "Only a note of ours for ourselves says it.",
    "polarity differs": "What is on file says the opposite.",
    "new promise": "It commits us to something.",
    "claims an act": "Nothing on file shows that it was done.",
}
"""Every kind of mark with what it means, the gravest kinds of the same words first."""
LackKind = Literal["unanswered", "language", "form of address", "outdated", "left out"]


@dataclass(frozen=True)
class DraftGround:
    """What on file speaks for or against words of a draft: a fact, a deal, a message …, with its words."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True)
class DraftMark:
    """Words of the draft, `text[start:end]`, that somebody should look at before it is sent."""

    kind: MarkKind
    start: int
    end: int
    words: str
    note: str
    """What is on file instead, or what the words would need."""
    ground: tuple[DraftGround, ...] = ()


@dataclass(frozen=True)
class CheckedSentence:
    """One sentence of the draft at `text[start:end]`, with what on file supports its values and statements."""

    start: int
    end: int
    text: str
    supported: tuple[DraftGround, ...]
    marks: tuple[DraftMark, ...]


@dataclass(frozen=True)
class Lack:
    """Something about the draft as a whole: a question left open, another language, an older state of the thread."""

    kind: LackKind
    note: str


@dataclass(frozen=True)
class ReplyCheck:
    """A draft held against what is on file; nothing in it forbids anything."""

    contact_id: UUID
    name: str
    thread: str
    topic: str
    version: int
    as_of: datetime
    sentences: tuple[CheckedSentence, ...]
    lacks: tuple[Lack, ...]

    @property
    def marks(self) -> tuple[DraftMark, ...]:
        """All marks, in the order of the draft."""
        return tuple(mark for sentence in self.sentences for mark in sentence.marks)


def short(text: str) -> str:
    """Words on file on one line, as far as a mark quotes them."""
    return shortened(" ".join(text.split()), MOST_WORDS)
