"""The parts of a message: what the author wrote, what they quoted or forwarded, and the signature."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Part = Literal["own", "quoted", "forwarded", "signature"]

_FORWARDED = re.compile(
    r"\s*(?:-{3,}\s*)?(?:begin forwarded message|forwarded message|forwarded by\b.*|weitergeleitete nachricht"
    r"|anfang der weitergeleiteten nachricht|message transféré|mensaje reenviado|messaggio inoltrato)"
    r"\s*:?\s*(?:-{3,}.*)?\s*",
    re.I,
)
_ORIGINAL = re.compile(
    r"\s*-{3,}\s*(?:original message|original appointment|ursprüngliche nachricht|message d'origine"
    r"|mensaje original|messaggio originale)\s*-{3,}\s*",
    re.I,
)
_WROTE = re.compile(
    r"\s*(?:on\b.{4,200}\bwrote|am\b.{4,200}\bschrieb.{0,100}|le\b.{4,200}\ba écrit|el\b.{4,200}\bescribió"
    r"|il\b.{4,200}\bha scritto|op\b.{4,200}\bschreef.{0,100}|em\b.{4,200}\bescreveu)\s*:\s*",
    re.I,
)
_WROTE_BEGINS = re.compile(r"\s*(?:on|am|le|el|il|op|em)\b.*\d", re.I)
_HEADER = re.compile(r"\s*\*?(?:from|von|de|da|van)\s*:\*?\s*\S", re.I)
_HEADER_NEXT = re.compile(r"\s*\*?(?:sent|date|to|gesendet|datum|an|envoyé|à|enviado|para|inviato|a)\s*:\*?\s*\S", re.I)
_SIGNATURE = re.compile(
    r"(?:--|__+|—)\s*$|\s*(?:sent from my|von meinem .* gesendet|envoyé de mon|get outlook for)\b", re.I
)
_SIGNS = (">", "--", "__", "—")
_COLON = re.compile(r":(?:\s*$|(?<=\s:))", re.M)
"""A colon at the end of a line or after a space, as in the headers of an old mail."""
_WORDS = (
    *("from:", "von:", "de:", "da:", "van:"),
    *("forwarded", "message", "nachricht", "mensaje", "messaggio", "sent from", "von meinem", "envoyé", "get outlook"),
)
"""One of these stands in every text that has more than one part; most texts need not be read line by line."""
_PREFIXED = re.compile(r"[ \t]*>")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Segment:
    """`text[start:end]` is one part of a message."""

    part: Part
    start: int
    end: int


def segments(text: str) -> tuple[Segment, ...]:
    """The parts of `text` in order, without gaps; an empty text has none."""
    if text and not _may_divide(text):
        return (Segment("own", 0, len(text)),)
    merged: list[Segment] = []
    for part, start, end in _lines(text):
        if merged and merged[-1].part == part:
            merged[-1] = Segment(part, merged[-1].start, end)
        else:
            merged.append(Segment(part, start, end))
    return tuple(merged)


def own_text(text: str, parts: tuple[Segment, ...] | None = None) -> str:
    """What the author of `text` wrote themselves, without quotes, forwards and signature; `parts` where known."""
    found = segments(text) if parts is None else parts
    return "".join(text[part.start : part.end] for part in found if part.part == "own").strip()


def parts_of(found: tuple[Segment, ...], start: int, end: int) -> set[Part]:
    """The parts that `start` to `end` touches."""
    return {segment.part for segment in found if segment.start < end and start < segment.end}


def _may_divide(text: str) -> bool:
    if any(sign in text for sign in _SIGNS) or _COLON.search(text):
        return True
    folded = text.casefold()
    return any(word in folded for word in _WORDS)


def _lines(text: str) -> Iterator[tuple[Part, int, int]]:
    """Each line with its part; a header of an old message without `>` claims everything after it."""
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text)]
    rest: Part = "own"
    skip = -1
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if number <= skip:
            yield "quoted", start, end
            continue
        if rest in ("own", "signature"):
            if _FORWARDED.fullmatch(line):
                rest = "forwarded"
            elif _ORIGINAL.fullmatch(line) or _is_header(text, lines, number):
                rest = "quoted"
            elif last := _attribution(text, lines, number):
                skip = last - 1
                if not _is_prefixed_after(text, lines, last):
                    rest = "quoted"
                yield "quoted", start, end
                continue
            elif _SIGNATURE.match(line):
                rest = "signature"
        if rest in ("own", "signature") and _PREFIXED.match(line):
            yield "quoted", start, end
        else:
            yield rest, start, end


def _is_header(text: str, lines: list[tuple[int, int]], number: int) -> bool:
    """Whether line `number` begins a header block: From, then Sent, Date or To within two lines."""
    if not _HEADER.match(text, *lines[number]):
        return False
    return any(_HEADER_NEXT.match(text, *place) for place in lines[number + 1 : number + 3])


def _attribution(text: str, lines: list[tuple[int, int]], number: int) -> int:
    """The number of the line after "On … wrote:", which mail programs break over up to three lines; 0 for none."""
    if not _WROTE_BEGINS.match(text, *lines[number]):
        return 0
    for count in (1, 2, 3):
        chosen = lines[number : number + count]
        joined = text[chosen[0][0] : chosen[-1][1]].replace("\r", "").replace("\n", " ")
        if _WROTE.fullmatch(joined):
            return number + len(chosen)
    return 0


def _is_prefixed_after(text: str, lines: list[tuple[int, int]], number: int) -> bool:
    """Whether the next line with words begins with `>`: then the old message ends where the `>` end."""
    following = (place for place in lines[number:] if text[place[0] : place[1]].strip())
    first = next(following, None)
    return first is not None and bool(_PREFIXED.match(text, *first))
