"""How a client and we write to each other: the language, the form of address, greeting and the name they sign with."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal

from lib.context.evidence.quotes.source import Source
from lib.context.text.languages import language_words, languages, small

Form = Literal["formal", "informal", ""]
LOOKED_AT = 20
"""Messages of each side that are looked at, the newest."""
MOST_LETTERS = 60
"""Characters of a line that may be a greeting or a signed name."""
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}")
"""One to four words without figures: what a line must be to be a name."""


@dataclass(frozen=True)
class Voice:
    """How the client writes, and how both sides have addressed each other; what is not known is empty."""

    language: str
    """The name of the language of their newest own words, in English."""
    languages: tuple[str, ...]
    """The names of all languages that those words may be of, the likeliest first."""
    greeting: str
    signs_as: str
    theirs: Form
    """How the client addresses us …"""
    ours: Form
    """… and we the client."""
    counts: tuple[int, int, int, int]
    """Messages in which the client is formal and informal, and the same of ours."""

    @property
    def is_sure(self) -> bool:
        """Whether their words are of one language alone."""
        return len(self.languages) == 1


@dataclass(frozen=True)
class _Words:
    name: str
    formal: re.Pattern[str]
    informal: re.Pattern[str]


def voice(sources: Sequence[Source]) -> Voice:
    """How the client and we have written in `sources`, which are in order of time."""
    theirs, ours = _newest(sources, "contact"), _newest(sources, "us")
    newest = next((words for words in theirs if words), "")
    spoken = _spoken([*theirs, *ours])
    told = [_counted(texts, spoken) for texts in (theirs, ours)]
    return Voice(
        language=_words()[spoken[0]].name if spoken else "",
        languages=tuple(_words()[code].name for code in spoken),
        greeting=_greeting(newest, spoken),
        signs_as=next((name for source in _mails(sources) if (name := _signed(source))), ""),
        theirs=_form(told[0]),
        ours=_form(told[1]),
        counts=(*told[0], *told[1]),
    )


def language_names(text: str) -> tuple[str, ...]:
    """The names of the languages that `text` may be in, in English; none where it does not tell."""
    return tuple(_words()[code].name for code in languages(text))


def addresses(text: str) -> tuple[int, int]:
    """How many words of the formal and of the informal address `text` has."""
    for code in languages(text):  # a few words may be of several languages: the first that has a word of address
        formal, informal = len(_words()[code].formal.findall(text)), len(_words()[code].informal.findall(text))
        if formal or informal:
            return formal, informal
    return 0, 0


def _newest(sources: Sequence[Source], author: str) -> list[str]:
    """What that side wrote in its newest messages, the newest first."""
    written = (source for source in reversed(sources) if source.author == author and source.channel in ("email", "sms"))
    return [source.own_ends for source in islice(written, LOOKED_AT)]


def _spoken(texts: Iterable[str]) -> tuple[str, ...]:
    """The languages of the first of `texts` that tells one; where it may be several, the others decide."""
    spoken: tuple[str, ...] = ()
    for text in texts:
        codes = languages(text)
        if common := tuple(code for code in spoken or codes if code in codes):
            spoken = common
        if len(spoken) == 1:
            break
    return spoken


def _mails(sources: Sequence[Source]) -> list[Source]:
    """The newest mails of the client, the newest first."""
    written = (source for source in reversed(sources) if source.author == "contact" and source.channel == "email")
    return list(islice(written, LOOKED_AT))


def _counted(texts: Iterable[str], codes: Sequence[str]) -> tuple[int, int]:
    """In how many of `texts` words of the formal and of the informal address stand."""
    formal = informal = 0
    for text in texts:
        for code in languages(text) or codes[:1]:
            formal += bool(_words()[code].formal.search(text))
            informal += bool(_words()[code].informal.search(text))
            break
    return formal, informal


def _form(counts: tuple[int, int]) -> Form:
    formal, informal = counts
    return "formal" if formal > informal else "informal" if informal > formal else ""


def _greeting(text: str, codes: Sequence[str]) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    first = re.split(r"[,!\n]", line, maxsplit=1)[0].strip()
    known = any(language_words()[code].greetings.match(small(first)) for code in codes)
    return first if known and len(first) <= MOST_LETTERS else ""


def _signed(source: Source) -> str:
    """The name under a mail of the client's: the first name in its signature, else the last line of their words."""
    body = source.interaction.body
    signature = "".join(body[part.start : part.end] for part in source.segments if part.part == "signature")
    lines = [line.strip(" -–—*_\t") for line in (signature or source.own_ends).splitlines()]
    lines = [line for line in lines if line]
    candidates = lines if signature else lines[1:][-1:]  # the only line of a message is what it says
    return next((line for line in candidates if len(line) <= MOST_LETTERS and _NAME.fullmatch(line)), "")


@lru_cache(1)
def _words() -> Mapping[str, _Words]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        code: _Words(
            given["name"],
            formal=_any(given["formal"]),
            informal=_any(given["informal"]),
        )
        for code, given in written.items()
    }


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)" if patterns else r"(?!)")
