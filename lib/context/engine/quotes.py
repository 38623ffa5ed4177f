"""Quotes found in their sources, with offsets into the original, dated by where the words were first seen."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import get_args

from lib.context.model import Author, Channel, Evidence, Interaction
from lib.context.text.normalize import Folded, fold, folded_words, positions
from lib.context.text.reply_cues import asks, closes
from lib.context.text.segments import Segment, own_text, parts_of, segments

SHORTEST, LONGEST = 12, 400
"""The length of a quote in folded characters; a whole sentence may be shorter."""
_SEPARATOR = "\x00"
_EDGES = " \"'*_"
_ENDS = re.compile(r"""[.!?…]["'”’)\]]*$""")
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[r]?|bonjour|hola|ciao)\b.{0,60},\s*", re.I
)


@dataclass(frozen=True)
class Source:
    """One interaction as evidence: its text is folded and divided once, when it is first needed."""

    interaction: Interaction

    @cached_property
    def folded(self) -> Folded:
        """The body with its folded form."""
        return fold(self.interaction.body)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The parts of the body; only messages quote and forward."""
        body = self.interaction.body
        if self.channel in ("email", "sms"):
            return segments(body)
        return (Segment("own", 0, len(body)),) if body else ()

    @cached_property
    def own_text(self) -> str:
        """What the author wrote themselves, without quotes, forwards and signature."""
        return own_text(self.interaction.body, self.segments)

    @property
    def at(self) -> datetime:
        """When it was written or took place."""
        return self.interaction.occurred_at

    @cached_property
    def asks(self) -> bool:
        """Whether the author asks something or waits for an answer."""
        return asks(self.own_text)

    @cached_property
    def closes(self) -> bool:
        """Whether the author says that no answer is needed."""
        return closes(self.own_text)

    @cached_property
    def channel(self) -> Channel:
        """The kind of the interaction; a kind we do not know reads as a note."""
        kind = self.interaction.kind
        return kind if kind in get_args(Channel) else "note"  # type: ignore[return-value]

    @cached_property
    def author(self) -> Author:
        """Who wrote it; an author we do not know is a third party."""
        author = self.interaction.author
        return author if author in get_args(Author) else "other"  # type: ignore[return-value]


@dataclass(frozen=True)
class FoundQuote:
    """One quote found in a source; `is_own` where the author stated it, not quoted, forwarded or signed with it."""

    evidence: Evidence
    is_own: bool

    @property
    def is_statement_of_contact(self) -> bool:
        """Whether the client said it themselves in this very message."""
        return self.is_own and self.evidence.author == "contact"


@dataclass(frozen=True)
class Correspondence:
    """All interactions of a contact, oldest first, searched as one text."""

    sources: tuple[Source, ...]

    @cached_property
    def _text(self) -> str:
        return _SEPARATOR.join(source.folded.text for source in self.sources)

    @cached_property
    def _starts(self) -> list[int]:
        starts, length = [], 0
        for source in self.sources:
            starts.append(length)
            length += len(source.folded.text) + 1
        return starts

    def first_seen(self, words: str) -> datetime | None:
        """When the folded `words` first occur in any interaction, or None."""
        first = next(positions(words, self._text), None)
        if first is None:
            return None
        return self.sources[bisect_right(self._starts, first) - 1].interaction.occurred_at


def correspondence_of(interactions: Sequence[Interaction]) -> Correspondence:
    """The whole correspondence in order of time."""
    ordered = sorted(interactions, key=lambda item: (item.occurred_at, item.id))
    return Correspondence(tuple(Source(item) for item in ordered))


def find(quote: str, source: Source, correspondence: Correspondence) -> FoundQuote | str:
    """Where `quote` stands in `source`, preferring the author's own words; or the slug of what is wrong with it."""
    words = folded_words(quote).strip(_EDGES).removeprefix("...").removesuffix("...").strip(_EDGES)
    if not any(character.isalnum() for character in words):
        return "quote_empty"
    if len(words) > LONGEST:
        return "quote_too_long"
    places = [(start, end, parts_of(source.segments, start, end)) for start, end in source.folded.occurrences(words)]
    if not places:
        return "quote_not_found"
    start, end, parts = min(places, key=lambda place: (place[2] != {"own"}, "quoted" in place[2], place[0]))
    if len(words) < SHORTEST and not _is_sentence(source.interaction.body, start, end):
        return "quote_too_short"
    occurred_at = source.interaction.occurred_at
    first = correspondence.first_seen(words)
    evidence = Evidence(
        source.interaction.id,
        start,
        end,
        source.interaction.body[start:end],
        occurred_at,
        min(first, occurred_at) if first else occurred_at,
        source.author if parts <= {"own", "signature"} else "other",
    )
    return FoundQuote(evidence, is_own=parts == {"own"})


def _is_sentence(body: str, start: int, end: int) -> bool:
    """Whether `body[start:end]` is one whole sentence: bounded by marks, blank lines, a greeting or the text's ends."""
    before, after = body[:start].rstrip(" \t\"'“‘(*_"), body[end:].lstrip(" \t\"'”’)*_\r")
    line = before.rstrip().rsplit("\n", 1)[-1]
    new_paragraph = re.search(r"\n[ \t\r]*\n[ \t>]*$", before) is not None
    opens = not before.strip() or new_paragraph or bool(_ENDS.search(before.rstrip()) or _GREETING.fullmatch(line))
    closes = (
        bool(_ENDS.search(body[start:end]))
        or not after.strip()
        or after[0] in ".!?…"
        or bool(re.match(r"\n[ \t\r]*\n", after))
    )
    return opens and closes
