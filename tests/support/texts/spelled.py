"""The words that a pattern of a word list stands for: alternatives, sets of letters, repeated and optional parts."""

import re
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

SAMPLE = "x"
"""What stands for any letter."""


def spelled(pattern: str) -> tuple[str, ...]:
    """Every word that `pattern` finds, a letter or a word of any kind as one "x", and what must follow included."""
    return tuple(sorted(set(_all(_parser.parse(pattern)))))


def _all(parts: Any) -> list[str]:
    words = [""]
    for kind, given in parts:
        words = [word + end for word in words for end in _one(kind, given)]
    return words


def _one(kind: Any, given: Any) -> list[str]:
    if kind is _constants.LITERAL:
        return [chr(given)]
    if kind is _constants.IN:
        return [end for item in given for end in _one(*item)]
    if kind is _constants.CATEGORY:
        return [" " if given is _constants.CATEGORY_SPACE else SAMPLE]
    if kind is _constants.BRANCH:
        return [word for branch in given[1] for word in _all(branch)]
    if kind is _constants.SUBPATTERN:
        return _all(given[3])
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        least, _, inner = given
        most = ["".join([word] * max(1, least)) for word in _all(inner)]
        return most if least else ["", *most]
    if kind is _constants.ASSERT and given[0] > 0:
        return _all(given[1])
    if kind in (_constants.ASSERT, _constants.ASSERT_NOT, _constants.AT):
        return [""]
    raise ValueError(f"no sample for {re.escape(str(kind))}")
