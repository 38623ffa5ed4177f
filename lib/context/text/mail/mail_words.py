"""The words by which mail programs mark what their user did not write, read from `mail_words.toml`."""

import re
import tomllib
import unicodedata
from binascii import unhexlify
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from lib.alternatives import alternatives
from lib.context.text.normalize import LIKE_MARKS, CharacterTable, decomposed

Phrase = Literal["forwarded", "original", "sent_from", "closings", "thanks", "disclaimers", "footers", "banners"]
PHRASES: tuple[Phrase, ...] = get_args(Phrase)
HEADERS = ("from", "date", "to", "subject")
_GAP = re.compile(r"\t| {2,}")
_BLANK = re.compile(r"[ \t]+")
_AT_RIGHT = " " * 10
_LONGEST_NAME = 30
_REMAINS = re.compile(r"(?:=[0-9A-F]{2})+")
_ALIKE = str.maketrans(LIKE_MARKS | {"、": ",", "，": ","} | dict.fromkeys("─━═╌╍┄┅▬", "-"))


def _compared(character: str) -> str:
    """What a character is compared as: small, without accents, invisible signs dropped."""
    kept = "".join(sign for sign in decomposed(character) if unicodedata.category(sign) not in ("Mn", "Cf", "Cc"))
    return " " if character.isspace() else kept.translate(_ALIKE)


_TABLE = CharacterTable(_compared)


def plain(line: str) -> str:
    """`line` in small letters without accents, invisible signs and remains of quoted-printable, stripped."""
    if "=" in line:
        line = _REMAINS.sub(_decoded, line.rstrip().removesuffix("="))
    return (line.lower() if line.isascii() else line.translate(_TABLE)).strip()


def _decoded(match: re.Match[str]) -> str:
    signs = unhexlify(match[0].replace("=", ""))
    try:
        return signs.decode()
    except UnicodeDecodeError:
        return signs.decode("latin-1")


@dataclass(frozen=True)
class MailWords:
    """All words of the file in the form that `plain` gives a line."""

    headers: dict[str, str]
    """What stands before the colon of a header, and which of `HEADERS` it is."""
    phrases: dict[str, tuple[tuple[str, Phrase], ...]]
    """Phrases that begin a line by their first four characters, the longest first."""
    wrote: tuple[str, ...]
    wrote_ends: frozenset[str]
    """The last characters of each, four at most."""
    wrote_last: frozenset[str]
    """The last character of each."""
    is_wrote: re.Pattern[str]
    """A word of `wrote` as a whole word."""
    is_own_wrote: re.Pattern[str]
    """"I wrote", "schrieben wir": the author speaks of themselves or of the reader."""
    opens: tuple[str, ...]
    devices: tuple[str, ...]
    sent: tuple[str, ...]
    sent_last: frozenset[str]
    """The last character of each."""
    first_person: frozenset[str]
    titles: tuple[str, ...]
    postscript: tuple[str, ...]
    days: frozenset[str]
    person: frozenset[str]
    negations: frozenset[str]


@cache
def mail_words() -> MailWords:
    """The words, read once."""
    written = tomllib.loads(Path(__file__).with_name("mail_words.toml").read_text("utf-8"))
    languages: list[dict[str, Any]] = written["language"]

    def all_of(name: str) -> tuple[str, ...]:
        words = {plain(word) for language in languages for word in language[name]} - {""}
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    headers: dict[str, str] = {}
    for kind in HEADERS:
        for word in all_of(kind):
            headers.setdefault(word, kind)
    phrases: dict[str, list[tuple[str, Phrase]]] = {}
    for family in PHRASES:
        for word in all_of(family):
            phrases.setdefault(word[:4], []).append((word, family))
    wrote = all_of("wrote")
    whole = _any_whole(wrote)
    self = "|".join(map(_whole, all_of("self")))
    return MailWords(
        headers=headers,
        phrases={start: tuple(sorted(found, key=lambda item: -len(item[0]))) for start, found in phrases.items()},
        wrote=wrote,
        wrote_ends=frozenset(word[-4:] for word in wrote),
        wrote_last=frozenset(word[-1] for word in wrote),
        is_wrote=re.compile(whole),
        is_own_wrote=re.compile(f"(?:{self})\\s*(?:{whole})|(?:{whole})\\s*(?:{self})"),
        opens=tuple(f"{word} " for word in all_of("opens")),
        devices=tuple(plain(word) for word in written["devices"]["words"]),
        sent=tuple(plain(word) for word in written["sent"]["words"]),
        sent_last=frozenset(plain(word)[-1] for word in written["sent"]["words"]),
        first_person=frozenset(plain(word) for word in written["first_person"]["words"]),
        titles=all_of("titles"),
        postscript=tuple(plain(word) for word in written["postscript"]["words"]),
        days=frozenset(plain(word) for word in written["days"]["words"]),
        person=frozenset(all_of("person")),
        negations=frozenset(plain(word) for word in written["negations"]["words"]),
    )


def _any_whole(words: tuple[str, ...]) -> str:
    """The pattern of any of `words` as a whole word, those that have borders searched together."""
    bordered = [
        word for word in words if word[0].isalnum() and max(word[0], word[-1]) < "\u1100" and word[-1].isalnum()
    ]
    together = rf"(?<!\w)(?:{alternatives('|'.join(map(re.escape, bordered)))})(?!\w)"
    return "|".join((together, *(_whole(word) for word in words if word not in bordered)))


def _whole(word: str) -> str:
    """The pattern of `word` as a whole word; scripts without spaces have no borders between words."""
    before = r"(?<!\w)" if word[0] < "\u1100" else ""
    return before + re.escape(word) + (r"(?!\w)" if word[-1].isalnum() and word[-1] < "\u1100" else "")


def phrase(line: str) -> tuple[str, Phrase] | None:
    """The longest known phrase that begins the plain `line` as whole words, with its family."""
    known = mail_words().phrases
    for length in (4, 3, 2):
        for word, family in known.get(line[:length], ()):
            if line.startswith(word):
                after = line[len(word) : len(word) + 1]
                if not after.isalnum() or word[-1] >= "\u1100" or family in ("disclaimers", "footers", "banners"):
                    return word, family
    return None


def header(line: str) -> str | None:
    """Which of `HEADERS` the plain `line` begins with, whatever marks its name in bold, or None.

    "From: 3 May" names no sender.
    """
    name, colon, value = line[:40].partition(":")
    kind = mail_words().headers.get(name.strip(" *_[\t\r")) if colon else None
    is_day = kind == "from" and value.lstrip(" *_\t")[:1].isdigit() and "@" not in line
    return None if is_day else kind


def bare_header(line: str, plain_line: str) -> str | None:
    """Which of `HEADERS` a `line` names that has no colon: a tab or two blanks, or nothing, follow the name.

    Lotus Notes writes them so, and its labels over their values or far at the right; before an address one blank is
    enough.
    """
    line = line.strip()
    if "\t" in line or "  " in line or line.endswith(">"):
        gap = _BLANK if line.endswith(">") and "@" in line else _GAP
        name = gap.split(line, maxsplit=1)[0]
        right = line.rpartition(_AT_RIGHT)[2].strip()
        if right != line and plain(right[: _LONGEST_NAME + 1]) in mail_words().headers:
            name = right
        plain_line = plain(name) if len(name) <= _LONGEST_NAME else ""
    return mail_words().headers.get(plain_line.strip(" *_[")) if len(plain_line) <= _LONGEST_NAME else None


def has_wrote(line: str) -> bool:
    """Whether the plain `line` holds a verb of writing, as a whole word."""
    words = mail_words()
    return any(map(line.__contains__, words.wrote)) and bool(words.is_wrote.search(line))


def ends_in_wrote(line: str) -> bool:
    """Whether a verb of writing ends the plain `line`."""
    words = mail_words()
    if line[-1:] not in words.wrote_last:
        return False
    ends = words.wrote_ends
    return (line[-4:] in ends or line[-3:] in ends or line[-2:] in ends) and line.endswith(words.wrote)
