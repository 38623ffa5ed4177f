"""The sentences of what is on file, found by the clues that stand in them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from itertools import islice

from lib.context.reply.values.clues import clues
from lib.context.text.sentences import marked_sentences

LONG = 40_000
"""Characters of a text from which on its lines are looked up together, and divided only where something is found."""
BLOCK = 1_000
"""Characters of such lines."""


@dataclass(frozen=True)
class IndexedPart:
    """A sentence of the text of that number, or some lines of a long one, with the clues in it."""

    number: int
    words: str
    clues: frozenset[str]
    is_block: bool = False

    def sentences_with(self, wanted: frozenset[str]) -> Iterator[str]:
        """The sentences in it that have one of the clues."""
        if not self.is_block:
            yield self.words
            return
        yield from (sentence for sentence in marked_sentences(self.words) if not wanted.isdisjoint(clues(sentence)))


@dataclass(frozen=True, eq=False)
class SentenceIndex:
    """The parts of some texts in order, and by clue the places in `parts` of those that have it."""

    parts: Sequence[IndexedPart]
    places: Mapping[str, Sequence[int]]
    _sets: dict[str, frozenset[int]] = field(default_factory=dict)
    """The places of a clue that was asked for, as a set."""

    def begin_of(self, number: int) -> int:
        """The place of the first part of the text of that number, or of the next one that has any."""
        return bisect_left(self.parts, number, key=lambda part: part.number)

    def with_any(self, wanted: Iterable[str], *, begin: int = 0) -> Iterator[int]:
        """The places, from `begin` on, of the parts with one of the clues, in order, each looked up when asked for."""
        last = -1
        for place in merge(*(self._from(clue, begin) for clue in wanted)):
            if place != last:
                yield place
            last = place

    def first_of_each(self, wanted: Iterable[str], *, begin: int, most: int) -> Iterator[int]:
        """The places of the parts with one of the clues before `begin`, and from there the first `most` of each."""
        for clue in wanted:
            places = self.places.get(clue, ())
            yield from places[: bisect_left(places, begin) + most]

    def with_both(self, some: Iterable[str], others: Iterable[str], *, begin: int, most: int) -> Sequence[int]:
        """The first `most` places, from `begin` on, of the parts with a clue of each kind."""
        there = [self._set(clue) for clue in others]
        common = set[int]().union(*(ours & theirs for ours in map(self._set, some) for theirs in there))
        return sorted(place for place in common if place >= begin)[:most]

    def _set(self, clue: str) -> frozenset[int]:
        if clue not in self._sets:
            self._sets[clue] = frozenset(self.places.get(clue, ()))
        return self._sets[clue]

    def _from(self, clue: str, begin: int) -> Iterator[int]:
        places = self.places.get(clue, ())
        return islice(places, bisect_left(places, begin), None)


@lru_cache(2)
def sentence_index(texts: tuple[str, ...]) -> SentenceIndex:
    """The index of `texts`; it is kept, for a draft is checked again as it is written."""
    parts = tuple(part for number, text in enumerate(texts) for part in _parts(number, text))
    places: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        for clue in part.clues:
            places.setdefault(clue, []).append(place)
    return SentenceIndex(parts, places)


def _parts(number: int, text: str) -> Iterator[IndexedPart]:
    if len(text) < LONG:
        yield from (IndexedPart(number, sentence, clues(sentence)) for sentence in marked_sentences(text))
    else:
        yield from (IndexedPart(number, block, clues(block), is_block=True) for block in _blocks(text))


def _blocks(text: str) -> Iterator[str]:
    """The text in pieces of about `BLOCK` characters, each with whole lines, or whole words of a very long one."""
    start = 0
    while start < len(text):
        end = start + BLOCK
        ends = (text.find("\n", end, end + BLOCK), text.find(". ", end, end + BLOCK), text.find(" ", end, end + BLOCK))
        end = next((at + 1 for at in ends if at >= 0), end)
        yield text[start:end]
        start = end
