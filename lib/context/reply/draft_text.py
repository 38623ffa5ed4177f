"""The sentences of a draft with their places: without tags and marks of markdown, quoted text and signature."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lib.context.text.mail.segments import segments
from lib.context.text.sentences import marked_sentences

MOST = 20_000
"""Characters of a draft that are looked at: six pages of text."""
_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>\n]{0,300}>")
_MARKS = re.compile(r"[*`#|~]+|(?<!\w)_+|_+(?!\w)")
_WRAP = re.compile(r"(?<=[^\s.!?:])[ \t]*\r?\n[ \t]*(?=[a-zß-ÿ0-9(])")
"""A line that goes on in small letters or with a figure continues the sentence of the line before."""
_ITEM = re.compile(r"\s*\(?\d{1,2}[.)]\s*")
"""The number that a list gives its item, alone on its line or before a blank."""
_SIGNED = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}")


@dataclass(frozen=True)
class DraftPart:
    """One sentence at `draft[start:end]`, with blanks where tags and marks stood: places inside it are the draft's."""

    start: int
    end: int
    text: str


def draft_sentences(draft: str) -> Iterator[DraftPart]:
    """The sentences that the draft's author wrote, in order; the last line is left out where it is a name."""
    text = draft[:MOST]
    for part in segments(text):
        if part.part != "own":
            continue
        plain = _blanked(text[part.start : part.end])
        at = 0
        found = []
        for sentence in marked_sentences(plain):
            start = plain.index(sentence, at)
            at = start + len(sentence)
            if any(map(str.isalnum, sentence)) and not _ITEM.fullmatch(sentence):
                found.append(DraftPart(part.start + start, part.start + at, sentence))
        if found and part.end >= len(text.rstrip()) and len(found) > 1 and _SIGNED.fullmatch(found[-1].text.strip()):
            found.pop()
        yield from found


def _blanked(text: str) -> str:
    for pattern in (_TAG, _MARKS, _WRAP):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text
