"""A choice between many patterns, written so that a search tries at each place only those that can begin there."""

# Python's re tries the alternatives of a choice one after the other: of 130 phrases all but two begin with another
# letter than the place looked at. Libraries that merge alternatives (trieregex, retrie) take plain words, no patterns.
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.S)
"""An escaped sign, a class of signs, or one sign."""
_SIMPLE_CLASS = re.compile(r"\[[^\W_]+\]")
_META = frozenset("\\.^$*+?{}[]()|")
_REPEATS = ("?", "*", "+", "{")


@dataclass(frozen=True)
class _Branch:
    """One alternative: the sign that it begins with and what follows; without a sign, where it may begin otherwise."""

    first: str
    rest: str


def alternatives(pattern: str) -> str:
    """The pattern of a choice ("call me|(?:can|could) you|write") that matches and captures the very same text as
    `pattern`, its alternatives together by the sign that they begin with ("c(?:all me|(?:an|ould) you)|write").
    """
    return "|".join(branch.first + branch.rest for branch in _together(_branches(pattern)))


def _together(branches: list[_Branch]) -> Iterator[_Branch]:
    """The alternatives with those of one beginning as one; none is moved past one that may begin with any sign."""
    for begins_anyhow, run in groupby(branches, key=lambda branch: not branch.first):
        if begins_anyhow:
            yield from run
            continue
        rests: dict[str, list[str]] = {}
        for branch in run:
            rests.setdefault(branch.first, []).append(branch.rest)
        for first, rest in rests.items():
            yield _Branch(first, rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})")


def _branches(pattern: str) -> list[_Branch]:
    return [branch for signs in _split(_SIGN.findall(pattern)) for branch in _begun(signs)]


def _split(signs: list[str]) -> Iterator[list[str]]:
    """The signs of each alternative of a choice."""
    depth, alternative = 0, list[str]()
    for sign in signs:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield alternative
            alternative = []
        else:
            alternative.append(sign)
    yield alternative


def _begun(signs: list[str]) -> Iterator[_Branch]:
    """One alternative, as one branch for each sign that it may begin with."""
    whole = "".join(signs)
    length = _length_of_group(signs) if signs[:3] == ["(", "?", ":"] else min(1, len(signs))
    rest = "".join(signs[length:])
    if not length or rest.startswith(_REPEATS) or _captures(signs):
        yield _Branch("", whole)
    elif length > 1:
        inner = _together(_branches("".join(signs[3 : length - 1])))
        yield from (_Branch(branch.first, branch.rest + rest) for branch in inner)
    elif _SIMPLE_CLASS.fullmatch(signs[0]) and all(map(_is_plain, signs[0][1:-1])):
        yield from (_Branch(sign, rest) for sign in signs[0][1:-1])
    else:
        yield _Branch(signs[0], rest) if _is_plain(signs[0]) else _Branch("", whole)


def _length_of_group(signs: list[str]) -> int:
    depth = 0
    for number, sign in enumerate(signs):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return number + 1
    return 0


def _captures(signs: list[str]) -> bool:
    """Whether a group of the alternative is kept: it must not stand twice."""
    groups = (number for number, sign in enumerate(signs) if sign == "(")
    return any(signs[number + 1] != "?" or signs[number + 2] == "P" for number in groups)


def _is_plain(sign: str) -> bool:
    """Whether a sign stands for itself alone, also where capitals do not count."""
    return len(sign) == 1 and sign not in _META and sign == sign.casefold() == sign.lower()
