"""Remains of quoted-printable ("=20", "=E4", a "=" at a line's end) put back into the signs that they stand for.

A whole body that came undecoded and single lines that an older mail left behind both occur. `quopri` would decode
"a?b=20" of a link as well, so what is decoded depends on how much of the body speaks for the encoding.
"""

import re
from binascii import unhexlify
from collections.abc import Iterator

from lib.context.text.links import LINKS

MOST = 5_000_000
"""Characters of a body that are looked at; more stays as it is."""
LONGEST_LINE, SHORTEST_BROKEN = 76, 30
"""Signs of an encoded line (RFC 2045), and of one that is broken softly while others are not known to be."""
_ANY = re.compile(r"(?:=[0-9A-Fa-f]{2})+")
_SOFT = re.compile(r"(?<![=\s])=[ \t]*$|(?<=[^\s=] )=[ \t]*$")
_LOOSE = re.compile(r"=(?![0-9A-Fa-f]{2}|[ \t]*$)")
_SURE = re.compile(
    r"(?:=[CD][0-9A-F]=[89AB][0-9A-F]|=E[0-9A-F](?:=[89AB][0-9A-F]){2}|=F[0-4](?:=[89AB][0-9A-F]){3})+"
    r"|(?<=\w)=A0(?=\d{3}(?!\d)|[:;!?=»])|(?:=20|=A0|=09)+(?=[ \t]*$)|(?<=[A-Za-z])=[CDEF][0-9A-F](?=[a-z])"
)
"""Signs of UTF-8, blanks at a line's end, an accent within a word: nobody writes these otherwise."""
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)++")
_MARK = "="


def decoded(body: str) -> str:
    """`body` with its remains of quoted-printable decoded, and softly broken lines joined; mostly `body` itself."""
    if _MARK not in body or len(body) > MOST:
        return body
    lines = body.split("\n")
    is_whole = _is_encoded(lines)
    if not is_whole and not any(_MARK in line and (_is_broken(line) or _SURE.search(line)) for line in lines):
        return body
    return "\n".join(_joined(lines, is_whole=is_whole))


def _is_encoded(lines: list[str]) -> bool:
    """Whether every "=" of the text is the encoding's, and at least one is so beyond doubt."""
    marked = [line.rstrip("\r") for line in lines if _MARK in line]
    if any(_LOOSE.search(line) or len(line) > LONGEST_LINE + 24 for line in marked):
        return False
    return any(_SURE.search(line) or "=3D" in line or _is_broken(line) for line in marked)


def _is_broken(line: str) -> bool:
    plain = line.rstrip("\r")
    return SHORTEST_BROKEN <= len(plain) <= LONGEST_LINE + 24 and bool(_SOFT.search(plain))


def _joined(lines: list[str], *, is_whole: bool) -> Iterator[str]:
    """The lines with their signs, those that were broken softly as one; a mark of quoting goes with its break."""
    pieces: list[str] = []
    for line in lines:
        is_soft = bool(_SOFT.search(line.rstrip("\r"))) if is_whole else _is_broken(line)
        text = line.rstrip("\r").rstrip(" \t").removesuffix(_MARK) if is_soft else line
        if pieces and _PREFIX.match(pieces[0]) and (prefix := _PREFIX.match(text)):
            text = text[prefix.end() :]
        pieces.append(text)
        if not is_soft:
            yield _with_signs("".join(pieces), is_whole=is_whole)
            pieces.clear()
    if pieces:
        yield _with_signs("".join(pieces), is_whole=is_whole)


def _with_signs(line: str, *, is_whole: bool) -> str:
    if _MARK not in line:
        return line
    if is_whole:
        return _ANY.sub(_signs, line)
    links = [match.span() for match in LINKS.finditer(line)]

    def signs(match: re.Match[str]) -> str:
        in_link = any(start <= match.start() < end for start, end in links)
        return match[0] if in_link else _signs(match)

    return _SURE.sub(signs, line)


def _signs(match: re.Match[str]) -> str:
    """The signs that the escapes stand for, UTF-8 where they are; what would be a control sign stays as written."""
    raw = unhexlify(match[0].replace(_MARK, ""))
    if any(byte < 0x20 and byte not in b"\t\n\r" for byte in raw):
        return match[0]
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
