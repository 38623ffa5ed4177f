"""Numbers written in words, put into digits where they stand: "half a million" is 500000 at the same place."""

# Words are read by text2num (MIT, kept, compiled, offline; 5 to 15 µs a sentence; English, German, French, Spanish,
# Italian and Portuguese). It knows no dozens, halves, lakhs or fractions: those are added here. word2number knows
# English alone, quantulum3 wants a model and megabytes.
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from text_to_num import find_numbers

from lib.context.text.languages import LANGUAGES, languages, small

_TOKEN = re.compile(r"[^\W\d_]+|\S")
_WORD = re.compile(r"[^\W\d_]+")
_SHARES = ("half", "quarter", "and_a_half", "half_more")
DOZEN = 12.0
_APART = re.compile(r"[.,;:!?()\n\"]")
_FEIRA = re.compile(r"[- ]feiras?\b")
"""What makes a Portuguese ordinal a day of the week."""
ISOLATED_FROM = 0.0
"""Isolated words count from zero on; "one" alone is an article and counts where it is asked for."""


@dataclass(frozen=True)
class Spelled:
    """A number in words at `text[start:end]`."""

    start: int
    end: int
    value: float
    is_ordinal: bool
    is_article: bool = False


class _Token:
    """One word, in the shape that text2num reads."""

    __slots__ = ("match", "small")

    def __init__(self, match: re.Match[str], text: str) -> None:
        self.match, self.small = match, text

    def text(self) -> str:
        return self.small

    def text_lowercase(self) -> str:
        return self.small

    def nt_separated(self, previous: "_Token") -> bool:
        """Whether a gap before the token ends a number: never, for marks are tokens of their own."""
        return False

    def not_a_number_part(self) -> bool:
        """Whether the token is a mark that ends a number."""
        return bool(_APART.match(self.small))


@cache
def number_words() -> Mapping[str, Any]:
    """The lists of `number_words.toml`, read once."""
    return tomllib.loads(Path(__file__).with_name("number_words.toml").read_text("utf-8"))


@cache
def scales() -> Mapping[str, float]:
    """What each word of a scale multiplies by."""
    return {word: float(value) for value, words in number_words()["scales"].items() for word in words}


@cache
def _groups() -> Mapping[str, float]:
    """How many of something each noun for a group is ("dozen")."""
    return {word: float(value) for value, words in number_words()["groups"].items() for word in words}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = number_words()
    longest = sorted(scales(), key=len, reverse=True)
    many = "|".join(word for word in longest if len(word) > 3)
    half = "|".join(sorted(words["half"], key=len, reverse=True))
    quarter, three = "|".join(words["quarter"]), "|".join(words["three"])
    part = rf"(?P<half>{half})[\s-]+|(?:(?P<three>{three})[\s-]*)?(?:{quarter})(?:\s+(?:of\s+an?|de|di)\s+|[\s-]*)"
    dozen = "|".join(words["groups"][f"{DOZEN:.0f}"])
    groups = "|".join(sorted(_groups(), key=len, reverse=True)).replace(" ", r"\s+")
    more, halves = "|".join(words["and_a_half"]), "|".join(words["half_more"])
    scale = rf"(?:{many}|{dozen})(?:s|en)?"
    return (
        re.compile(rf"(?<!\w)(?:(?P<many>\w+)\s+)?(?P<scale>{scale})\s+(?:{more})(?!\w)"),
        re.compile(rf"(?<!\w)(?P<many>\w+)\s+(?:{more})\s+(?:de\s+)?(?P<scale>{scale})(?!\w)"),
        re.compile(rf"(?<!\w)(?P<many>\w*?)(?:{halves})(?:\s+(?P<scale>{scale}))?(?!\w)"),
        re.compile(rf"\b(?:(?P<article>an?|eine[nmr]?|un[ea]?|uma?)\s+)?(?:{part})(?P<scale>{many}|{dozen})\b"),
        re.compile(rf"\b(?:(?P<many>\w+)\s+)?(?P<group>{groups})(?:s|en)?\b"),
    )


@lru_cache(2048)
def spelled_numbers(text: str) -> tuple[Spelled, ...]:
    """The numbers in words of `text`, in order, read in the languages that `text` may be in."""
    lowered = small(text)
    words = frozenset(_WORD.findall(lowered))
    found = list(_extra(lowered)) if any(map(_is_of_share, words)) else []
    covered = bytearray(len(lowered))
    for item in found:
        covered[item.start : item.end] = b"1" * (item.end - item.start)
    read = _read(lowered, languages(text)) if any(map(_is_of_number, words)) else ()  # few sentences have one
    for item in sorted(read, key=lambda item: item.start - item.end):  # "un millón" before "un"
        if not any(covered[item.start : item.end]):
            covered[item.start : item.end] = b"1" * (item.end - item.start)
            found.append(item)
    return tuple(sorted(found, key=lambda item: item.start))


@lru_cache(65536)
def _is_of_number(word: str) -> bool:
    """Whether the word is, by itself, a number in any language: every number has such a word."""
    return small_number(word) is not None


@lru_cache(65536)
def _is_of_share(word: str) -> bool:
    """Whether the word may belong to a half, a quarter or a dozen."""
    return _shares().search(word) is not None


@cache
def _shares() -> re.Pattern[str]:
    words = number_words()
    phrases = (*_groups(), *(phrase for name in _SHARES for phrase in words[name]))
    telling = {max(phrase.split(), key=len) for phrase in phrases}
    return re.compile("|".join(sorted(telling)))


def _read(lowered: str, known: tuple[str, ...]) -> Iterator[Spelled]:
    """What the library takes for numbers in each language that the text may be in; they may overlap."""
    tokens = [_Token(match, match[0]) for match in _TOKEN.finditer(lowered)]
    for code in known or LANGUAGES:
        for number in find_numbers(tokens, code, ISOLATED_FROM):
            start, end = tokens[number.start].match.start(), tokens[number.end - 1].match.end()
            word = lowered[start:end]
            if not any(sign.isalpha() for sign in word) or (len(known) != 1 and word in number_words()["ambiguous"]):
                continue
            if word not in number_words()["never"] and not _FEIRA.match(lowered, end):
                is_article = word in number_words()["articles"]
                yield Spelled(start, end, float(number.value), number.is_ordinal, is_article)


def _extra(lowered: str) -> Iterator[Spelled]:
    """Half a million, three quarters of a million, a million and a half, a dozen, two dozen, a couple of."""
    *with_halves, halves, groups = _patterns()
    taken: list[tuple[int, int]] = []
    for match in (found for pattern in with_halves for found in pattern.finditer(lowered)):
        many = 1.0 if match["many"] in (*number_words()["articles"], "", None) else small_number(match["many"])
        if many is None or any(match.start() < end and start < match.end() for start, end in taken):
            continue
        taken.append(match.span())
        times = scales().get(match["scale"], DOZEN) if match["scale"] else 1.0
        yield Spelled(*match.span(), (many + 0.5) * times, False)
    for match in halves.finditer(lowered):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        taken.append(match.span())
        share = 0.5 if match["half"] else 0.75 if match["three"] else 0.25
        yield Spelled(*match.span(), share * scales().get(match["scale"], DOZEN), False)
    for match in groups.finditer(lowered):
        if any(start <= match.start("group") < end for start, end in taken):
            continue
        many = small_number(match["many"] or "")
        start = match.start() if many else match.start("group")
        yield Spelled(start, match.end(), _groups()[" ".join(match["group"].split())] * (many or 1.0), False)


def small_number(word: str) -> float | None:
    """The number that one word says, in digits or in letters of any of the languages; None for none."""
    if word.isdigit():
        return float(word)
    tokens = [_Token(match, match[0]) for match in _TOKEN.finditer(word)]
    for code in LANGUAGES:
        for item in find_numbers(tokens, code, ISOLATED_FROM) if tokens else ():
            return float(item.value)
    return None
