"""The names of a client's people, as they introduced them ("my husband Paulo")."""

import re
from collections.abc import Iterable

from lib.context.readers.speech.grammar import Grammar
from lib.context.text.languages import small

_NAME = re.compile(r",?\s([A-ZÀ-Þ][^\W\d_]{2,})")


def names_of_household(text: str, chosen: Iterable[Grammar]) -> frozenset[str]:
    """The names, in small letters, that stand right behind a word for somebody of the author's home."""
    words = small(text)
    if len(words) != len(text):
        return frozenset()
    ends = (match.end() for item in chosen for match in item.household.finditer(words))
    return frozenset(small(name[1]) for end in ends if (name := _NAME.match(text, end)))
