"""Which numbers are a whole of which only a part is spoken of ("3 of 10"), and which are left out ("all but two")."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from lib.context.evidence.polarity import polarity
from lib.context.text.languages import LANGUAGES, content_stems, is_light, languages, small
from lib.context.text.values.counted_things import counted_nouns, is_year
from lib.context.text.values.quantities import Number, numbers

Role = Literal["", "part", "whole", "known whole", "left out"]
_MEMBER = re.compile(r"(?<!\w)(?:part|teil|partie|parte)(?!\w)")
"""What somebody is of a whole that they belong to."""
_IS = re.compile(
    r"(?<!\w)(?:i'm|am|bin|suis|soy|sono|sou|(?:we|they) are|we're|(?:he|she) is|wir sind|nous sommes|somos|siamo)"
    r"(?:\s+\w+){0,3}\s+$"
)
"""What stands before it there."""
_NEAR = 60
"""Characters before a number in which stands what makes it a whole or leaves it out."""


def is_of_another_role(wanted: Number, text: str, found: Number, said: str) -> bool:
    """Whether `found` of `said` is the whole of a part, or left out, where `wanted` of `text` is neither.

    That there is the whole is said all the same where it is known ("3 of our 10 rooms have a view"): a statement that
    has nothing else of the sentence may name it.
    """
    ours, theirs = roles(text).get(wanted.start, ""), roles(said).get(found.start, "")
    if "left out" in (ours, theirs):
        return ours != theirs and not polarity(text)  # "two do not come" of "all but two come"
    if theirs not in ("whole", "known whole") or ours in ("whole", "known whole"):
        return False
    return theirs == "whole" or (_shares_more(text, said) and not _has_part(text, said))


def missing_all(text: str, quotes: Sequence[str]) -> list[str]:
    """The "all" of `text`, as written, where the quotes say it of a part alone ("half the guests"); mostly none."""
    if not any(map(tells_of_a_part, quotes)):
        return []
    codes = languages(text) or LANGUAGES
    found = [match[0] for code in codes for match in _words()[code]["all"].finditer(small(text))]
    said = any(_words()[code]["all"].search(small(quote)) for quote in quotes for code in languages(quote) or LANGUAGES)
    return [] if said or tells_of_a_part(text) else found[:1]


def _has_part(text: str, said: str) -> bool:
    """Whether `text` has the part's number beside that of the whole ("three children, two of age")."""
    given = roles(said)
    parts = [item for item in numbers(said) if given.get(item.start) == "part"]
    return any(item.agrees(part) for item in numbers(text) for part in parts)


def _shares_more(text: str, said: str) -> bool:
    """Whether `text` has a word of `said` beside those that numbers count."""
    counted = {small(word) for word in (*counted_nouns(text), *counted_nouns(said))}
    text, said = _without_numbers(text), _without_numbers(said)
    for code in languages(said) or LANGUAGES:
        nouns = frozenset[str]().union(*(content_stems(word, code) for word in counted))
        shared = (content_stems(text, code) & content_stems(said, code)) - nouns
        if any(not is_light(stemmed, code) for stemmed in shared):
            return True
    return False


def _without_numbers(text: str) -> str:
    for item in reversed(numbers(text)):
        text = text[: item.start] + " " + text[item.end :]
    return text


@lru_cache(4096)
def roles(text: str) -> Mapping[int, Role]:
    """What the numbers of `text` are in a whole and its parts, by where they begin; those that are neither are left."""
    plain, found = small(text), numbers(text)
    if len(plain) != len(text):
        return {}
    given: dict[int, Role] = {}
    for index, number in enumerate(found):
        before = plain[max(0, number.start - _NEAR) : number.start]
        part = found[index - 1] if index else None
        gap = plain[part.end : number.start] if part else ""
        for code in languages(text) or LANGUAGES:
            words = _words()[code]
            if words["but"].search(before):
                given[number.start] = "left out"
            elif words["share"].search(before):
                given[number.start] = "known whole"
            elif part and (words["of_the"].fullmatch(gap) or words["of"].fullmatch(gap)) and _is_part(part, number):
                given[part.start] = "part"
                is_known = words["of_the"].fullmatch(gap) is not None
                given[number.start] = "known whole" if is_known else "whole"
    return given


@lru_cache(4096)
def tells_of_a_part(text: str) -> bool:
    """Whether `text` tells of a part of something ("one of the two cars"): what it denies holds for the others.

    "I am no longer part of the choir", or one of the singers, is of no part.
    """
    plain = small(text)
    for code in languages(text) or LANGUAGES:
        words = _words()[code]
        starts = [number.start for number in numbers(text) if words["behind"].match(plain, number.end)]
        starts += [found.start() for found in words["some"].finditer(plain) if not _MEMBER.search(found[0])]
        if any(not _IS.search(plain, max(0, start - _NEAR), start) for start in starts):
            return True
    return False


def _is_part(part: Number, whole: Number) -> bool:
    """Whether the first of two numbers can be a part of the other; the first quarter of a year is a time."""
    if part.is_ordinal and is_year(whole):
        return False
    is_alike = whole.unit is None or part.unit == whole.unit
    return is_alike and min(part.values) < max(whole.values)


@cache
def _words() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {code: dict(_patterns(lists)) for code, lists in written.items()}


def _patterns(lists: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    noun = r"(?:\s+[^\W\d_]+){0,2}"
    return {
        "of": re.compile(rf"(?:\s+[^\W\d_]+)?\s+(?:{lists['of']})\s+"),
        "of_the": re.compile(rf"{noun}\s+(?:{lists['of_the']})\s+"),
        "share": re.compile(rf"(?<![^\W\d_])(?:{lists['share']}|(?:{lists['none']})\s+(?:{lists['of_the']}))\s+$"),
        "some": re.compile(rf"(?<![^\W\d_])(?:{lists['share']})\s"),
        "all": re.compile(rf"(?<!\w)(?:{lists['all']})(?!\w)"),
        "behind": re.compile(rf"\s+(?:{lists['of_the']})\s"),
        "but": re.compile(rf"(?<!\w)(?:{lists['but']})\s+$"),
    }
