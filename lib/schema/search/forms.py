"""The forms of a word: its stem, so that singular and plural are one, and the words that a joined name is made of."""

import re
from collections.abc import Container
from functools import lru_cache

from lib import stems

IRREGULAR = {  # but "leaves", of which those from work are more in a database than those of trees
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "geese": "goose",
    "halves": "half",
    "shelves": "shelf",
    "knives": "knife",
    "wives": "wife",
    "loaves": "loaf",
    "thieves": "thief",
    "calves": "calf",
    "wolves": "wolf",
    "scarves": "scarf",
    "hooves": "hoof",
    "indices": "index",
    "matrices": "matrix",
    "vertices": "vertex",
    "appendices": "appendix",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "curricula": "curriculum",
    "memoranda": "memorandum",
    "addenda": "addendum",
    "bacteria": "bacterium",
    "alumni": "alumnus",
    "syllabi": "syllabus",
    "stimuli": "stimulus",
    "radii": "radius",
    "data": "datum",
}
GREEK = re.compile(r"(?<=\w[sx])is\Z")
"""The ending of a singular whose plural ends in -es: analysis, basis, axis."""
SHORTEST_PART = 3
"""A joined name is parted into words of at least so many letters."""
STEM_ENDINGS = 5
"""An ending that makes another form of a word (categor-ies, organ-izing) is at most so long."""


@lru_cache(8192)
def stem(word: str) -> str:
    """The English stem of a word in small letters: `categories` and `category` have one."""
    return stems.stem(GREEK.sub("es", IRREGULAR.get(word, word)), "english")


def irregular_forms(word: str) -> tuple[str, ...]:
    """The forms of a word that do not begin like it: of `people` and `person` the other one."""
    singular = IRREGULAR.get(word, word)
    return (singular, *(plural for plural, one in IRREGULAR.items() if one == singular))


def may_be_form(word: str, other: str) -> bool:
    """Whether it is worth comparing stems, which cost far more than letters."""
    return abs(len(other) - len(word)) <= STEM_ENDINGS


def is_joined(word: str, other: str, known: Container[str]) -> bool:
    """Whether `other` is a longer name in which `word`, also in the plural, stands beside known words or ends with one.

    `order` stands so in `purchaseorders` where there is a `purchase`, but not in `border`.
    """
    start = other.find(word)
    while start != -1:
        before, after = other[:start], other[start + len(word) :]
        rests = [after.removeprefix(ending) for ending in ("", "s", "es")]
        is_led, is_followed = _is_made_of(before, known), any(_is_made_of(rest, known) for rest in rests)
        if (is_led and (is_followed or (before and len(after) > SHORTEST_PART))) or (
            is_followed and all(rests) and len(before) > SHORTEST_PART
        ):
            return other != word
        start = other.find(word, start + 1)
    return False


def _is_made_of(text: str, known: Container[str]) -> bool:
    """Whether known words, one after the other, make up the text."""
    ends = {0}
    for end in range(SHORTEST_PART, len(text) + 1):
        if any(start in ends and text[start:end] in known for start in range(end - SHORTEST_PART + 1)):
            ends.add(end)
    return len(text) in ends
