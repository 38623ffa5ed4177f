"""The sentences of a draft with their places: all that its reader will see, without tags and marks of markdown.

A quotation of a message on file is left out, and of a signature, a sender's line or a header only names and the like.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from lib.context.reply.values.mentions import MentionKind
from lib.context.text.mail.mail_lines import is_name, is_sentence
from lib.context.text.mail.mail_words import header, phrase, plain
from lib.context.text.mail.segments import Segment, segments
from lib.context.text.sentences import marked_sentences

MOST = 20_000
"""Characters of a draft that are looked at: six pages of text."""
LONGEST = 400
"""Characters of a sentence that are read together: three times as long as a long one."""
_TAG = re.compile(
    r"</?(?:a|b|i|u|p|s|br|hr|em|ol|ul|li|td|th|tr|h[1-6]|div|pre|img|sub|sup|del|ins|font|span|code|body|html|head|table|"
    r"tbody|thead|strong|small|center|blockquote)(?:\s+[\w:-]+=(?:\"[^\"<>\n]{0,200}\"|'[^'<>\n]{0,200}'|[^\s<>\"']{1,200}))"
    r"{0,9}\s*/?>",
    re.I,
)
"""What a program hides; other words between angle brackets are shown."""
_MARKS = re.compile(r"[*`#|~]+|(?<!\w)_+|_+(?!\w)")
_QUOTE_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M)
_WRAP = re.compile(r"(?<=[^\s.!?:])[ \t]*\r?\n[ \t]*(?=[a-zß-ÿ0-9(])")
"""A line that goes on in small letters or with a figure continues the sentence of the line before."""
_ITEM = re.compile(r"\s*\(?\d{1,2}[.)]\s*")
"""The number that a list gives its item, alone on its line or before a blank."""
_LETTER = re.compile(r"[\s\S][\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*")
"""A sign with the accents that follow it."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HEAD_LINES = 5
"""Lines that say who wrote a quotation and when, at most."""
_SIGNED: frozenset[MentionKind] = frozenset(("name",))
_SENT: frozenset[MentionKind] = frozenset(("name", "date", "weekday", "month", "time", "address"))


@dataclass(frozen=True)
class DraftPart:
    """One sentence at `draft[start:end]`, with blanks where tags and marks stood: places inside it are the draft's."""

    start: int
    end: int
    text: str = ""
    is_quoted: bool = False
    """Whether it stands there as a quotation, though no message on file has it: it says nothing of how we write."""
    unclaimed: frozenset[MentionKind] = frozenset()
    """Kinds of values that claim nothing there: the name under a letter, the day in "On 3 May Anna wrote"."""


_ON_FILE = DraftPart(-1, -1)
"""A line that a message on file has: nothing of it is looked at."""


def composed_with_places(draft: str) -> tuple[str, Sequence[int]]:
    """A draft with letter and accents as one sign each, and where each of its signs and its end stand in `draft`."""
    if unicodedata.is_normalized("NFC", draft):
        return draft, range(len(draft) + 1)
    signs, places, at = [], [], 0
    for match in _LETTER.finditer(draft):
        composed = unicodedata.normalize("NFC", match[0])
        signs.append(composed)
        places += [at] * len(composed)
        at = match.end()
    return "".join(signs), [*places, at]


def draft_sentences(draft: str, *, is_on_file: Callable[[str], bool]) -> Iterator[DraftPart]:
    """The sentences of a draft in order, but for the quoted lines that `is_on_file` finds in a message."""
    text = draft[:MOST]
    for segment in segments(text):
        for block in _blocks(text, segment, is_on_file=is_on_file):
            plain_text = _blanked(text[block.start : block.end])
            at = 0
            for sentence in _bounded(marked_sentences(plain_text)):
                start = plain_text.index(sentence, at)
                at = start + len(sentence)
                if any(map(str.isalnum, sentence)) and not _ITEM.fullmatch(sentence):
                    yield replace(block, start=block.start + start, end=block.start + at, text=sentence)


def _bounded(sentences: Iterable[str]) -> Iterator[str]:
    """The sentences, those of more than `LONGEST` characters in pieces: what reads them takes more than linear time."""
    for sentence in sentences:
        while len(sentence) > LONGEST:
            ends = (sentence.rfind(sign, LONGEST // 2, LONGEST) for sign in (", ", "; ", " "))
            end = next((end for end in ends if end > 0), LONGEST - 1) + 1
            yield sentence[:end]
            sentence = sentence[end:]
        yield sentence


def _blocks(text: str, segment: Segment, *, is_on_file: Callable[[str], bool]) -> Iterator[DraftPart]:
    """The stretches of a segment in which the same is claimed."""
    lines = [(match.start() + segment.start, match[0]) for match in _LINE.finditer(text[segment.start : segment.end])]
    if segment.part == "own":
        kinds = [DraftPart(0, 0)] * len(lines)
        if (last := _signed_line(lines)) is not None:
            kinds[last] = DraftPart(0, 0, unclaimed=_SIGNED)
    elif segment.part == "signature":
        kinds = list(_of_signature(lines))
    else:
        kinds = list(_of_quotation(lines, is_on_file))
    for kind, group in groupby(zip(lines, kinds, strict=True), key=itemgetter(1)):
        found = [line for line, _ in group]
        if kind is not _ON_FILE:
            yield replace(kind, start=found[0][0], end=found[-1][0] + len(found[-1][1]))


def _signed_line(lines: Sequence[tuple[int, str]]) -> int | None:
    """The number of the last line where it is the name under a letter: nothing before it runs on into it."""
    said = [number for number, (_, line) in enumerate(lines) if line.strip()]
    if len(said) < 2 or not is_name(lines[said[-1]][1]):
        return None
    above = lines[said[-2]][1].rstrip()
    known = phrase(plain(above))
    is_closed = known is not None and known[1] in ("closings", "thanks")
    return said[-1] if is_closed or above.endswith((".", "!", "?", ",", "…")) else None


def _of_signature(lines: Sequence[tuple[int, str]]) -> Iterator[DraftPart]:
    """What each line claims: all where its paragraph has a sentence, no names where it is who writes."""
    for _, group in groupby(lines, key=lambda item: bool(item[1].strip())):
        paragraph = [line for _, line in group]
        is_prose = any(is_sentence(plain(line)) for line in paragraph)
        yield from [DraftPart(0, 0, unclaimed=frozenset() if is_prose else _SIGNED)] * len(paragraph)


def _of_quotation(lines: Sequence[tuple[int, str]], is_on_file: Callable[[str], bool]) -> Iterator[DraftPart]:
    """What each line claims: nothing where a message on file has it, no day and name where it says who wrote when."""
    is_head = True
    for number, (_, line) in enumerate(lines):
        words = _QUOTE_MARKS.sub("", line)
        is_marked = words != line
        is_head = is_head and number < _HEAD_LINES and not is_marked
        if not any(map(str.isalnum, words)) or is_on_file(words):
            yield _ON_FILE
        elif is_head or header(plain(words)):
            yield DraftPart(0, 0, is_quoted=True, unclaimed=_SENT)
        else:
            yield DraftPart(0, 0, is_quoted=is_marked)
        is_head = is_head and not line.rstrip().endswith(":")


def _blanked(text: str) -> str:
    for pattern in (_QUOTE_MARKS, _TAG, _MARKS, _WRAP):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text
