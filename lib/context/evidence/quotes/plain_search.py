"""Tells of a text, without folding it, that folded words do not stand in it: of a big mailbox few texts are folded."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import merge
from itertools import accumulate

from lib.context.text.copied_marks import has_markup
from lib.context.text.normalize import folded_sign

_RUN = re.compile("[a-z0-9]+")
_RUN_ALONE = re.compile("[a-z0-9](?![\u0300-\u036f])")
_BETWEEN = rb"[^a-z0-9]+"


@dataclass(frozen=True)
class PlainWords:
    """Folded words as they stand in plain signs: the longest stretch of them without signs of other scripts."""

    words: str

    @cached_property
    def _runs(self) -> list[str]:
        stretches: list[list[str]] = [[]]
        for word in self.words.split():
            if word.isascii():
                stretches[-1] += _RUN.findall(word)
            else:  # an accent may follow one of its letters
                stretches.append([])
        return max(stretches, key=lambda stretch: sum(map(len, stretch)))

    @cached_property
    def rarest(self) -> bytes:
        """The run of letters or digits that fewest texts hold: one with a digit, else the longest."""
        return max(self._runs, key=lambda run: (not run.isalpha(), len(run)), default="").encode()

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(_BETWEEN.join(run.encode() for run in self._runs))

    def stand_in(self, plain: bytes, start: int, end: int) -> bool:
        """Whether they may stand in the text of which `plain[start:end]` are the signs."""
        return self._pattern.search(plain, start, end) is not None


class PlainTexts:
    """Many texts as one, in small ASCII signs with a question mark for any other: which may hold folded words."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Texts that have markup, or signs that may fold to other letters or digits, are told apart: they may."""
        plain = [_plain(text) for text in texts]
        self._unknown = [number for number, text in enumerate(plain) if text is None]
        self._numbers = [number for number, text in enumerate(plain) if text is not None]
        known = [text for text in plain if text is not None]
        self._starts = list(accumulate((len(text) + 1 for text in known), initial=0))
        self._signs = "\0".join(known).encode("ascii", "replace").lower()
        self._with_run: dict[bytes, list[int]] = {}

    def holding(self, words: PlainWords) -> Iterator[int]:
        """The numbers of the texts in which `words` may stand, in their order."""
        run = words.rarest
        if run not in self._with_run:
            self._with_run[run] = list(self._places(run))
        starts = self._starts
        known = (
            self._numbers[place]
            for place in self._with_run[run]
            if words.stand_in(self._signs, starts[place], starts[place + 1] - 1)
        )
        return merge(known, self._unknown)

    def _places(self, run: bytes) -> Iterator[int]:
        """The places, among the texts that are known, of those that hold `run`."""
        starts, at = self._starts, self._signs.find(run)
        while at >= 0 and len(starts) > 1:
            place = bisect_right(starts, at) - 1
            yield place
            at = self._signs.find(run, starts[place + 1]) if place + 2 < len(starts) else -1


def _plain(text: str) -> str | None:
    """`text` with signs that are plain once all others are a question mark; None where that may tell another text."""
    if has_markup(text):
        return None
    if text.isascii():
        return text
    text = text.replace("ß", "ss").replace("²", "2")
    return None if _may_bring_runs().search(text) else text


@cache
def _may_bring_runs() -> re.Pattern[str]:
    """A sign that is not known to leave the runs around it as they are: it may fold to one, or to nothing."""
    known = (chr(code) for code in (*range(0x80, 0x530), *range(0x2010, 0x2028), 0x20AC))
    harmless = "".join(sign for sign in known if (made := folded_sign(sign)) and not _RUN_ALONE.search(made))
    return re.compile(f"[^\x00-\x7f{re.escape(harmless)}]")
