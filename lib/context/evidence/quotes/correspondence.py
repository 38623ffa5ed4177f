"""All interactions of a contact as one text, in which words are looked up where they first stood."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from operator import attrgetter

from lib.context.evidence.quotes.plain_search import PlainTexts, PlainWords
from lib.context.evidence.quotes.source import Source
from lib.context.model import Interaction
from lib.context.text.mail.segments import parts_of
from lib.context.text.normalize import places
from lib.context.text.sentences import begins_sentence, cores, ends_sentence, head

FEW = 1_000
"""Texts that are folded sooner than it is told of each, for every quote, that it need not be."""


@dataclass(frozen=True)
class Origin:
    """The interaction in which words first stood; `is_own` where its author wrote them and did not quote them."""

    source: Source
    is_own: bool


_SEPARATOR = "\x00"
_Place = tuple[int, int, int]
"""The number of a source, and where words begin and end in its folded text."""


@dataclass(frozen=True)
class _Page:
    """The folded texts of some sources in a row, searched as one: the first one's number, and where each begins."""

    first: int
    starts: tuple[int, ...]
    text: str

    def place(self, start: int, end: int) -> _Place:
        """In which source `start` to `end` of the text is, and where there."""
        number = bisect_right(self.starts, start) - 1
        return self.first + number, start - self.starts[number], end - self.starts[number]


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
                found = self._first(core, where=lambda text, start, _end: begins_sentence(text, start))
                if found is not None and (first is None or found[:2] < first[:2]):
                    first = found
        if kept := head(sentence):
            place = self._first(kept, where=lambda text, _start, end: ends_sentence(text, end))
            if place is not None and (first is None or place[:2] < first[:2]):
                first = place
        if first is None:
            return None
        source = self.sources[first[0]]
        parts = parts_of(source.segments, *source.folded.span(first[1], first[2]))
        return Origin(source, is_own=parts <= {"own", "signature"})

    def _first(
        self, words: str, *, where: Callable[[str, int, int], bool] = lambda _text, _start, _end: True
    ) -> _Place | None:
        """Where the folded `words` first stand as `where` demands of the folded text and the place in it, or None."""
        for page in self._pages(words):
            for start, end in places(words, page.text):
                if where(page.text, start, end):
                    return page.place(start, end)
        return None

    def _ends_before(self, sentence: str, first: _Place | None) -> bool:
        """Whether the last words of the folded `sentence` stand anywhere before the place `first`."""
        tail = " ".join(sentence.rsplit(" ", 3)[-3:])
        for page in self._pages(tail):
            if (at := page.text.find(tail)) >= 0:
                return first is None or page.place(at, at)[:2] < first[:2]
        return False

    def _pages(self, words: str) -> Iterable[_Page]:
        """The folded texts in which the folded `words` may stand: few sources as one, of many each that is left."""
        if len(self.sources) <= FEW:
            return (self._whole,)
        numbers = self._plain.holding(PlainWords(words))
        return (_Page(number, (0,), self.sources[number].folded.text) for number in numbers)

    @cached_property
    def _whole(self) -> _Page:
        texts = [source.folded.text for source in self.sources]
        starts = accumulate((len(text) + 1 for text in texts[:-1]), initial=0)
        return _Page(0, tuple(starts), _SEPARATOR.join(texts))

    @cached_property
    def _plain(self) -> PlainTexts:
        return PlainTexts(source.interaction.body for source in self.sources)


def correspondence_of(interactions: Sequence[Interaction]) -> Correspondence:
    """The whole correspondence in order of time."""
    ordered = sorted(interactions, key=attrgetter("occurred_at", "id"))
    return Correspondence(tuple(Source(item) for item in ordered))
