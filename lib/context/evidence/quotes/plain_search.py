"""Tells of a text, without folding it, that folded words do not stand in it: of a big mailbox few texts are folded."""

import re
from dataclasses import dataclass
from functools import cache, cached_property

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

    def may_stand_in(self, plain: bytes | None) -> bool:
        """Whether the words may stand in a text of these plain signs; in one that has none, they may."""
        return plain is None or (self.rarest in plain and self._pattern.search(plain) is not None)


def plain_signs(text: str) -> bytes | None:
    """`text` in small ASCII signs, all others a question mark; None where folding may bring other letters or digits."""
    if not text.isascii():
        text = text.replace("ß", "ss").replace("²", "2")
        if _may_bring_runs().search(text):
            return None
    return text.encode("ascii", "replace").lower()


@cache
def _may_bring_runs() -> re.Pattern[str]:
    """A sign that is not known to leave the runs around it as they are: it may fold to one, or to nothing."""
    known = (chr(code) for code in (*range(0x80, 0x530), *range(0x2010, 0x2028), 0x20AC))
    harmless = "".join(sign for sign in known if (made := folded_sign(sign)) and not _RUN_ALONE.search(made))
    return re.compile(f"[^\x00-\x7f{re.escape(harmless)}]")
