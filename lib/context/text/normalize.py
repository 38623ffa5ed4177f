"""Folding: text without case, white space, kinds of marks, invisible signs and reply prefixes, with the way back."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

LIKE_MARKS = dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-")
"""Quotation marks, apostrophes and dashes by the plain mark that each is compared as."""
_ALIKE = (
    LIKE_MARKS
    | dict.fromkeys("\N{COMBINING GRAPHEME JOINER}\u115f\u1160\u3164\uffa0\u2800\u180b\u180c\u180d\u180f", "")
    | dict.fromkeys(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))), "")
)
_LINE = re.compile(r"[^\r\n]+")
_SPACE = "[ \\t\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_QUOTING = ">＞|¦│┃»"
_RARELY_QUOTING = ":#}"
_PREFIX = re.compile(
    f"{_SPACE}*(?:(?:[{_QUOTING}]|(?<![^\\W_])[^\\W\\d_]{{2,3}}>(?=\\s)){_SPACE}?)++{_SPACE}*+"
    f"|\u200b*+[{_RARELY_QUOTING}]\u200b*+ {_SPACE}*+"
)
"""What marks a quoted line: `>`, a bar, who is quoted ("NQ> "), or rarely a colon, a hash or a brace and a blank."""
_PREFIXES = re.compile(rf"(?:\A|(?<=[\r\n]))(?:{_PREFIX.pattern})")
_RARE = tuple(f"{mark} " for mark in _RARELY_QUOTING)
_RARE_LINES = tuple(f"{line_end}{mark}" for mark in _RARE for line_end in "\n\r")
_STRIDE = 512
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_BLANK_BESIDE_DENSE = re.compile(f"(?<={_DENSE.pattern}) | (?={_DENSE.pattern})")
"""Signs of kana and Han, between any two of which a line may be broken."""
_STORABLE = re.compile("[\x00\ud800-\udfff]")


class CharacterTable(dict[int, str]):
    """What `of` makes of each character, for `str.translate`; filled on first use."""

    def __init__(self, of: Callable[[str], str]) -> None:
        self._of = of

    def __missing__(self, code: int) -> str:
        self[code] = self._of(chr(code))
        return self[code]


def decomposed(character: str) -> str:
    """`character` in small letters, its accents apart, so that é is é however it was typed; a Turkish ı is an i."""
    if character == "ı":
        return "i"
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())


def folded_sign(character: str) -> str:
    """What one character folds to: one sign, several or none."""
    if character in _ALIKE:
        return _ALIKE[character]
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) == "Cf" else decomposed(character)


_TABLE = CharacterTable(folded_sign)


@dataclass(frozen=True)
class _Line:
    """One line that is not empty: where it begins in the folded text, where it stands in the original."""

    folded_start: int
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """A text and its folded form; `span` leads from the folded form back to the original."""

    original: str
    text: str

    @cached_property
    def lines(self) -> tuple[_Line, ...]:
        """The lines that are not empty; needed only where a place is looked up."""
        return tuple(_lines(self.original))

    def occurrences(self, words: str) -> Iterator[tuple[int, int]]:
        """Where the folded `words` stand in the original, as (start, end), whole words only, in order."""
        for start, end in places(words, self.text):
            yield self.span(start, end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original, as (start, end), that folded to `text[start:end]`."""
        return self._original(start), self._original(end - 1) + 1

    def _original(self, position: int) -> int:
        number = bisect_right(self.lines, position, key=lambda item: item.folded_start) - 1
        line = self.lines[number]
        wanted = position - line.folded_start
        made, begin, after_space = 0, line.start, True
        if line.end - line.start > 2 * _STRIDE:
            marks = self._marks(number)
            made, begin, after_space = marks[bisect_right(marks, wanted, key=lambda mark: mark[0]) - 1]
        for index in range(begin, line.end):
            for piece in _TABLE[ord(self.original[index])]:
                if piece == " " and after_space:
                    continue
                if made == wanted:
                    return index
                made, after_space = made + 1, piece == " "
        return line.end - 1

    def _marks(self, number: int) -> list[tuple[int, int, bool]]:
        """Places in a very long line from which `_original` may begin to count, made once a line."""
        if number not in self._marks_of:
            line, marks = self.lines[number], []
            made, after_space = 0, True
            for index in range(line.start, line.end):
                if (index - line.start) % _STRIDE == 0:
                    marks.append((made, index, after_space))
                for piece in _TABLE[ord(self.original[index])]:
                    if piece != " " or not after_space:
                        made, after_space = made + 1, piece == " "
            self._marks_of[number] = marks
        return self._marks_of[number]

    @cached_property
    def _marks_of(self) -> dict[int, list[tuple[int, int, bool]]]:
        return {}


def fold(text: str) -> Folded:
    """`text` with its folded form: every line without its reply prefix and folded, joined by one space."""
    seen = text.replace("\u200b", "")  # what is left is mostly ASCII, which is folded many times faster
    is_marked = any(map(seen.__contains__, ">|" if seen.isascii() else _QUOTING))
    is_marked = is_marked or seen.startswith(_RARE) or any(map(seen.__contains__, _RARE_LINES))
    return Folded(text, folded_words(_PREFIXES.sub("", seen) if is_marked else seen))


def _lines(text: str) -> Iterator[_Line]:
    length = 0
    for match in _LINE.finditer(text):
        prefix = _PREFIX.match(text, match.start(), match.end())
        start = prefix.end() if prefix else match.start()
        if folded := folded_words(text[start : match.end()]):
            yield _Line(length, start, match.end())
            length += len(folded) + 1


def folded_words(text: str) -> str:
    """`text` folded, without a way back; accents stand in one order however they were typed."""
    if text.isascii():  # most mails: nothing is looked up letter by letter
        return " ".join(text.lower().replace("`", "'").split())
    folded = " ".join(text.translate(_TABLE).split())
    if folded.isascii() or unicodedata.is_normalized("NFD", folded):
        return folded
    ordered = unicodedata.normalize("NFD", folded)
    return ordered if len(ordered) == len(folded) else folded


def places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the folded `words` stand in the folded `text`, as (start, end); no word or accent is cut.

    In scripts without blanks one between two signs is only where a line was broken: it may be left out or added.
    """
    for start, end in _alike(words, text):
        cut_before = start > 0 and text[start - 1].isalnum() and words[0].isalnum()
        after = text[end : end + 1]
        cut_after = after.isalnum() and words[-1].isalnum()
        if not cut_before and not cut_after and not (after and unicodedata.combining(after)):
            yield start, end


def _alike(words: str, text: str) -> Iterator[tuple[int, int]]:
    if words.isascii() or not _DENSE.search(words):
        yield from ((start, start + len(words)) for start in _finds(words, text))
        return
    sought = _squeezed(words)[0]
    squeezed, left_out = _squeezed(text)
    for start in _finds(sought, squeezed):
        end = start + len(sought)
        yield start + bisect_right(left_out, start), end + bisect_left(left_out, end)


def _finds(words: str, text: str) -> Iterator[int]:
    position = text.find(words) if words else -1
    while position >= 0:
        yield position
        position = text.find(words, position + 1)


@lru_cache(8)
def _squeezed(text: str) -> tuple[str, tuple[int, ...]]:
    """`text` without the blanks beside signs that need none, and where in it each of them was."""
    left_out = (match.start() for match in _BLANK_BESIDE_DENSE.finditer(text))
    return _BLANK_BESIDE_DENSE.sub("", text), tuple(place - number for number, place in enumerate(left_out))


def one_line(text: str) -> str:
    """`text` as it may be kept on one line: storable, each run of blanks and line breaks one blank."""
    return " ".join(storable(text).split())


def shortened(text: str, length: int) -> str:
    """`text`, cut with an ellipsis where it is longer than `length`."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def storable(text: str) -> str:
    """`text` with what Postgres cannot keep (NUL, lone surrogates) replaced sign by sign, so offsets stay."""
    if text.isascii() and "\0" not in text:
        return text
    return _STORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
