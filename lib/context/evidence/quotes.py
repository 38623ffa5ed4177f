"""Quotes found in their sources, with offsets into the original, dated by where the words were first seen."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import get_args

from lib.context.model import Author, Channel, Evidence, Interaction
from lib.context.text.abbreviations import NO_END
from lib.context.text.languages import greetings_in_any
from lib.context.text.mail.automatic_mail import is_automatic
from lib.context.text.mail.mail_signatures import MailPart
from lib.context.text.mail.segments import Segment, own_text, parts_of, segments
from lib.context.text.normalize import Folded, fold, positions
from lib.context.text.plain_search import PlainWords, plain_signs
from lib.context.text.reply_cues import Cue, reply_cue
from lib.context.text.sentences import begins_sentence, cores, ends_sentence, head, sentence_span, sentences

SHORTEST, LONGEST = 12, 400
"""The length of a quote in folded characters; a whole sentence, or a whole member of one, may be shorter."""
MOST_PLACES = 500
"""Places of one quote in one interaction that are looked at."""
FEW = 100
"""Texts that are folded sooner than the pattern is made which would tell that they need not be."""
_EDGES = " \"'*_"
_BULLETS = ("•", "·", "–", "-")
_ENDS = re.compile(rf"""[.!?…](?!{NO_END})["'”’)\]]*$""", re.I)
_MEMBER = re.compile(r"[^\W\d_]{2,}\s+(?:\S+\s+)*[^\W\d_]{3,}|\d+\s+[^\W\d_]{3,}")
"""Two words that may say something ("two cats"), or a number with what it counts."""
_OPENS = re.compile(rf"(?:^|[.!?…;:,(\n](?!{NO_END})|(?<!\w)(?:and|und|et|y|e))\s*$", re.I)
_CLOSES = re.compile(r"\s*(?:$|[.!?…;:,)\n])")
_CHANNELS, _AUTHORS = frozenset(get_args(Channel)), frozenset(get_args(Author))
_GREETING = re.compile(rf"\s*(?:{greetings_in_any()}).{{0,60}},\s*", re.I)


@dataclass(frozen=True)
class Source:
    """One interaction as evidence: its text is folded and divided once, when it is first needed."""

    interaction: Interaction

    @cached_property
    def folded(self) -> Folded:
        """The body with its folded form."""
        return fold(self.interaction.body)

    @cached_property
    def plain_signs(self) -> bytes | None:
        """The plain signs of the body, by which a search leaves it out without folding it; None where it cannot."""
        return plain_signs(self.interaction.body)

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
    def _cue(self) -> Cue | None:
        """What the author wants of the other side: looking it up takes time."""
        return reply_cue(self.own_text)

    @property
    def asks(self) -> bool:
        """Whether the author asks something or waits for an answer."""
        return self._cue == "asks"

    @property
    def closes(self) -> bool:
        """Whether the author says that no answer is needed."""
        return self._cue == "closes"

    @property
    def channel(self) -> Channel:
        """The kind of the interaction; a kind we do not know reads as a note."""
        kind = self.interaction.kind
        return kind if kind in _CHANNELS else "note"  # type: ignore[return-value]

    @property
    def author(self) -> Author:
        """Who wrote it; an author we do not know is a third party."""
        author = self.interaction.author
        return author if author in _AUTHORS else "other"  # type: ignore[return-value]

    @cached_property
    def is_automatic(self) -> bool:
        """Whether nobody wrote it to the other side: bulk mail, an absence note, a delivery report, a calendar's."""
        return self.interaction.is_bulk or is_automatic(self.interaction.subject or "", self.interaction.body)


@dataclass(frozen=True)
class FoundQuote:
    """One quote found in a source; `is_own` where the author stated it and did not quote, sign or borrow it."""

    evidence: Evidence
    is_own: bool

    @property
    def is_statement_of_contact(self) -> bool:
        """Whether the client said it themselves in this very message, and nobody else before them."""
        return self.is_own and self.evidence.author == "contact"


@dataclass(frozen=True)
class Origin:
    """The interaction in which words first stood; `is_own` where its author wrote them and did not quote them."""

    source: Source
    is_own: bool


_Place = tuple[int, int]
"""The number of a source, and a place in its folded text."""


@dataclass(frozen=True)
class Correspondence:
    """All interactions of a contact, oldest first, searched as one text."""

    sources: tuple[Source, ...]

    def first_seen(self, words: str) -> datetime | None:
        """When the folded `words` first occur in any interaction, or None."""
        first = self._first(words)
        return None if first is None else self.sources[first[0]].at

    def origin(self, sentence: str) -> Origin | None:
        """Where the folded `sentence`, with or without a lead-in or a closing courtesy, first stood anywhere, or None.

        A claim is as old as its words, whatever is put before them: "She wrote: our budget is 60,000" is found where
        "Our budget is 60,000" stood. Without its lead-in it counts only where it began a sentence or clause, so that
        "We do not want to sell" is not found in "We want to sell".
        """
        first = self._first(sentence)
        if self._ends_before(sentence, first):
            for core in cores(sentence):
                found = self._first(core, where=begins_sentence)
                if found is not None and (first is None or found < first):
                    first, sentence = found, core
        if kept := head(sentence):
            place = self._first(kept, where=lambda text, at: ends_sentence(text, at + len(kept)))
            if place is not None and (first is None or place < first):
                first, sentence = place, kept
        if first is None:
            return None
        source, begin = self.sources[first[0]], first[1]
        parts = parts_of(source.segments, *source.folded.span(begin, begin + len(sentence)))
        return Origin(source, is_own=parts <= {"own", "signature"})

    def _first(self, words: str, *, where: Callable[[str, int], bool] = lambda _text, _at: True) -> _Place | None:
        """Where the folded `words` first stand as `where` demands of the folded text and the place in it, or None."""
        for number in self._may_hold(words):
            text = self.sources[number].folded.text
            for place in positions(words, text):
                if where(text, place):
                    return number, place
        return None

    def _ends_before(self, sentence: str, first: _Place | None) -> bool:
        """Whether the last words of the folded `sentence` stand anywhere before the place `first`."""
        tail = " ".join(sentence.rsplit(" ", 3)[-3:])
        for number in self._may_hold(tail):
            place = self.sources[number].folded.text.find(tail)
            if place >= 0:
                return first is None or (number, place) < first
        return False

    def _may_hold(self, words: str) -> Iterator[int]:
        """The numbers of the sources in which the folded `words` may stand: few of many are folded."""
        plain = PlainWords(words)
        if plain.rarest not in self._holding:
            signs = ((number, source.plain_signs) for number, source in enumerate(self.sources))
            self._holding[plain.rarest] = tuple(
                number for number, text in signs if text is None or plain.rarest in text
            )
        held = self._holding[plain.rarest]
        if len(held) <= FEW:
            return iter(held)
        return (number for number in held if plain.may_stand_in(self.sources[number].plain_signs))

    @cached_property
    def _holding(self) -> dict[bytes, tuple[int, ...]]:
        """The numbers of the sources that hold a run of plain signs, by the run."""
        return {}


def correspondence_of(interactions: Sequence[Interaction]) -> Correspondence:
    """The whole correspondence in order of time."""
    ordered = sorted(interactions, key=attrgetter("occurred_at", "id"))
    return Correspondence(tuple(Source(item) for item in ordered))


def find(quote: str, source: Source, correspondence: Correspondence) -> FoundQuote | str:
    """Where `quote` stands in `source`, preferring the author's own words; or the slug of what is wrong with it.

    `first_seen_at` is asked of the sentences, not of the quote as a whole, and the oldest counts: a new greeting before
    an old sentence makes the sentence no younger. Sentences below `sentences.FEWEST_WORDS` carry no claim and are left
    out; a quote of so few words is as old, and whose, as the sentence it is cut out of. By the same places the client's
    words are told from borrowed ones: a sentence that first stood in somebody else's message, or in a quoted part of
    any, is not the contact's, in whatever layout it comes back.
    """
    words = fold(quote).text.strip(_EDGES).removeprefix("...").removesuffix("...").strip(_EDGES)
    if not any(character.isalnum() for character in words):
        return "quote_empty"
    if len(words) > LONGEST:
        return "quote_too_long"
    places = _places(words, source) or (_places(_unmarked(words), source) if "> " in words else [])
    if not places:
        return "quote_not_found"
    start, end, parts = min(places, key=lambda place: (place[2] != {"own"}, "quoted" in place[2], place[0]))
    body = source.interaction.body
    if len(words) < SHORTEST and not (_is_sentence(body, start, end) or _is_member(body, start, end)):
        return "quote_too_short"
    occurred_at = source.interaction.occurred_at
    stated = sentences(body[start:end]) or _around(body, start, end)
    origins = [origin for item in stated if (origin := correspondence.origin(item))]
    moments = [item.source.at for item in origins] if origins else [correspondence.first_seen(words)]
    borrowed = next((origin for origin in origins if _is_borrowed(origin, source)), None)
    author: Author = source.author if parts <= {"own", "signature"} else "other"
    if borrowed and author == "contact":
        author = "us" if borrowed.source.author == "us" and borrowed.is_own else "other"
    evidence = Evidence(
        interaction_id=source.interaction.id,
        start=start,
        end=end,
        quote=body[start:end],
        occurred_at=occurred_at,
        first_seen_at=min([occurred_at, *(moment for moment in moments if moment)]),
        author=author,
    )
    return FoundQuote(evidence, is_own=parts == {"own"} and not (borrowed and source.author == "contact"))


def _around(body: str, start: int, end: int) -> tuple[str, ...]:
    """The sentences that `body[start:end]` is cut out of: of its own lines, so that no line above them leads in."""
    first, last = sentence_span(body, start, end)
    line = max(first, body.rfind("\n", 0, start) + 1)
    stop = body.find("\n", end)
    return sentences(body[line : min(last, stop) if stop >= 0 else last]) or sentences(body[first:last])


def _places(words: str, source: Source) -> list[tuple[int, int, set[MailPart]]]:
    """Where the folded `words` stand in `source`, with the parts that they touch."""
    found = islice(source.folded.occurrences(words), MOST_PLACES)
    return [(start, end, parts_of(source.segments, start, end)) for start, end in found]


def _unmarked(words: str) -> str:
    """The folded `words` without marks of quoting that were copied into the middle of a line."""
    return " ".join(word for word in words.split() if word.strip(">"))


def _is_borrowed(origin: Origin, source: Source) -> bool:
    """Whether words of `source` stood before in a message or part that is not its author's."""
    earlier, later = origin.source.interaction, source.interaction
    if earlier.id == later.id or (earlier.occurred_at, earlier.id) > (later.occurred_at, later.id):
        return False
    return origin.source.author != source.author or not origin.is_own


def _is_member(body: str, start: int, end: int) -> bool:
    """Whether `body[start:end]` is a member of its sentence that says something: between marks or behind an "and"."""
    says = _MEMBER.fullmatch(body[start:end].strip(_EDGES)) is not None
    return says and bool(_OPENS.search(body[max(0, start - 8) : start]) and _CLOSES.match(body, end))


def _is_sentence(body: str, start: int, end: int) -> bool:
    """Whether `body[start:end]` is one whole sentence: marks, blank lines, bullets or a greeting are around it."""
    before, after = body[:start].rstrip(" \t\"'“‘(*_"), body[end:].lstrip(" \t\"'”’)*_\r")
    line = before.rstrip().rsplit("\n", 1)[-1]
    new_paragraph = re.search(r"\n[ \t\r]*\n[ \t>]*$", before) is not None
    is_item = line.strip() in _BULLETS
    opens = (
        not before.strip()
        or new_paragraph
        or is_item
        or bool(_ENDS.search(before.rstrip()) or _GREETING.fullmatch(line))
    )
    closes = (
        bool(_ENDS.search(body[start:end]))
        or not after.strip()
        or after[0] in ".!?…"
        or bool(re.match(r"\n[ \t\r]*\n", after))
        or (is_item and bool(re.match(rf"\n[ \t]*[{''.join(_BULLETS)}][ \t]", after)))
    )
    return opens and closes
