"""Words that a quote says the reverse of: a claim of buying where it only sells, of loving where it hates."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from lib.context.evidence.polarity import clauses, polarity
from lib.context.text.languages import either_s, shared_languages, small, telling_stems

_BY_OTHERS = re.compile(r"\s+(?:by|von|par|por|da|from (?:me|us))\s")


@dataclass(frozen=True)
class _Converses:
    """The pairs of one language, and who may do the reverse towards the client."""

    pairs: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    opposites: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    """Those of which only one is so at a time; `pairs` has them, too."""
    others: re.Pattern[str]


def converse_words(text: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """The words of `text` of which the quotes only say the reverse, of the same thing and by the client; mostly none.

    "Buys a house" is not said by "we are selling a house". A quote that has the word itself, denies its reverse, or
    tells what others do ("they bought our house") says nothing against it.
    """
    if polarity(text):
        return ()
    found: list[str] = []
    for code in dict.fromkeys(code for quote in quotes for code in shared_languages(text, quote)):
        for word, ours, reverse in _paired_words(text, code):
            rest = telling_stems(small(text).replace(word, " "), code)
            if all(_says_reverse(quote, code, rest, ours=ours, reverse=reverse) for quote in quotes):
                found.append(word)
    return tuple(dict.fromkeys(found))


def is_opposite(text: str, other: str, code: str) -> bool:
    """Whether `other` has the opposite of a word of `text`, so that of one thing both are not so ("refused")."""
    plain, said = small(text), small(other)
    return any(
        (one.search(plain) and against.search(said)) or (against.search(plain) and one.search(said))
        for one, against in _converses()[code].opposites
    )


@lru_cache(4096)
def _paired_words(text: str, code: str) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """The words of `text` that have a converse and stand without it, with the patterns of both."""
    plain, found = small(text), []
    for one, other in _converses()[code].pairs:
        first, second = one.search(plain), other.search(plain)
        if first and not second:
            found.append((first[0], one, other))
        if second and not first:
            found.append((second[0], other, one))
    return tuple(found)


def _says_reverse(
    quote: str, code: str, rest: frozenset[str], *, ours: re.Pattern[str], reverse: re.Pattern[str]
) -> bool:
    """Whether the clauses of `quote` with most of the stems `rest` say the reverse, and none of it the word itself."""
    if ours.search(small(quote)) or not reverse.search(small(quote)):
        return False
    told = [
        (len(rest & telling_stems(clause, code)), _is_clients(clause, code, reverse) and not denied)
        for clause, denied in clauses(small(quote))
        if reverse.search(clause) or rest & telling_stems(clause, code)
    ]
    most = max((count for count, _ in told), default=0)
    return bool(told) and all(says for count, says in told if count == most)


def _is_clients(clause: str, code: str, reverse: re.Pattern[str]) -> bool:
    """Whether a clause has the word, and not of what others do towards the client."""
    found = reverse.search(clause)
    if found is None or _BY_OTHERS.match(clause, found.end()):
        return False
    return not _converses()[code].others.search(clause, 0, found.start())


@cache
def _converses() -> Mapping[str, _Converses]:
    """The tables of `converses.toml` by language, read once."""
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        code: _Converses(
            _patterns([*lists["pairs"], *lists["opposites"]]), _patterns(lists["opposites"]), _pattern(lists["others"])
        )
        for code, lists in written.items()
    }


def _patterns(pairs: Sequence[Sequence[str]]) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((_pattern(one), _pattern(other)) for one, other in pairs)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either_s(words)})(?!\w)")
