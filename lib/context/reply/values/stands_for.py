"""What a figure or a day stands for in its sentence, by the words beside it: the rent, the deposit, the viewing."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from lib.context.evidence.relatedness import label_stems
from lib.context.reply.values.mentions import Mention, MentionKind
from lib.context.text.languages import LANGUAGES, is_light, languages, small, without_accents
from lib.context.text.topics import told_families

ValueClass = Literal["figures", "areas", "days"]
"""Which words tell what a value stands for: those of a sum or a count, of a surface, of a day or an hour."""
_CLAUSE = re.compile(
    r"[;:()!?\n]|[,.](?=\s)|\s[–—-]\s"
    r"|(?<!\w)(?:and|but|while|whereas|plus|und|aber|sowie|während|et|mais|tandis|y|pero|mientras|e|ed|ma|mentre|mas"
    r"|enquanto)(?!\w)",
    re.I,
)
"""What parts two statements in a sentence."""
_CLASSES: Mapping[MentionKind, ValueClass] = {
    "number": "figures", "date": "days", "weekday": "days", "month": "days", "time": "days",
}  # fmt: skip
_SURFACES = frozenset(("sqm", "sqft"))
"""The units that surfaces are compared in."""
_OF_ANYTHING = "price"
"""The group whose verbs are said of all things: a roof and a kitchen both cost."""
_ASKED = ("rent", "fee")
_PAID = ("price", "budget", "offer")
_ONE_MORE = re.compile(r"\s*\w*")
_ANY_AMOUNT = "budget"
"""The family of all words of money: it does not tell a rent from a price."""


@dataclass(frozen=True)
class FigureSubject:
    """What one value stands for: a known group, or the words of its clause."""

    group: str
    is_sure: bool
    """Whether a noun told the group: a verb of it ("spend") is said of other things, too."""
    stems: Mapping[str, frozenset[str]]
    """By language, the stems of the clause without names, figures, known groups and the verbs that say little."""
    families: frozenset[str]


def stands_for_another(mention: Mention, sentence: str, other: Mention, said: str, *, is_row: bool = False) -> bool:
    """Whether the value `mention` of a sentence stands for something else than the equal one of a sentence on file.

    A row of a deal says what is to be paid.
    """
    if mention.kind not in _CLASSES or not other.written:
        return False
    of = _CLASSES[mention.kind]
    if mention.number is not None and mention.number.unit is not None and mention.number.unit.base in _SURFACES:
        of = "areas"
    ours = subject(sentence, mention.start, mention.end, of=of)
    theirs = subject(said, other.start, other.end, of=of)
    if is_row and not theirs.group and not any(theirs.stems.values()):
        return ours.is_sure and ours.group not in _PAID
    if mention.counted and other.counted:  # dogs are no cats, though both are pets
        return not mention.counted & other.counted and (not ours.group or ours.group != theirs.group)
    return is_of_another(ours, theirs, by_group=of == "days" or _is_bare(mention) or _is_bare(other))


def _is_bare(mention: Mention) -> bool:
    """Whether a value is a small number of nothing."""
    return mention.number is not None and not mention.is_telling and not mention.number.unit and not mention.counted


def is_of_another(ours: FigureSubject, theirs: FigureSubject, *, by_group: bool = False) -> bool:
    """Whether one value stands for something else than another one: no word in common where both are told.

    With `by_group` only nouns of two different groups tell: days and hours are spoken of in many ways.
    """
    if _costs(ours, theirs) or _costs(theirs, ours):
        return False
    if ours.group and theirs.group and (ours.is_sure or theirs.is_sure or ours.group == theirs.group != _OF_ANYTHING):
        return ours.group != theirs.group and (not by_group or (ours.is_sure and theirs.is_sure))
    shared = ours.stems.keys() & theirs.stems.keys()
    told = [code for code in shared if ours.stems[code] and theirs.stems[code]]
    if not told or by_group or ours.families & theirs.families:
        return False
    return not any(ours.stems[code] & theirs.stems[code] for code in told)


def _costs(ours: FigureSubject, theirs: FigureSubject) -> bool:
    """Whether the one tells what a thing costs, and the other the rent or the fee of that thing."""
    if ours.group != _OF_ANYTHING or ours.is_sure or theirs.group not in _ASKED:
        return False
    return any(ours.stems[code] & theirs.stems[code] for code in ours.stems.keys() & theirs.stems.keys())


@lru_cache(8192)
def subject(sentence: str, start: int, end: int, *, of: ValueClass) -> FigureSubject:
    """What the value at `sentence[start:end]` stands for by its clause, or else by a noun around it."""
    found = _told(sentence, start, end, within=_clause(sentence, start, end), of=of)
    if found.group or any(found.stems.values()):
        return found
    around = _told(sentence, start, end, within=(0, len(sentence)), of=of)
    return replace(found, group=around.group, is_sure=around.is_sure)


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    ends = [match.span() for match in _CLAUSE.finditer(sentence)]
    first = max((after for _, after in ends if after <= start), default=0)
    return first, min((before for before, _ in ends if before >= end), default=len(sentence))


def _told(sentence: str, start: int, end: int, *, within: tuple[int, int], of: ValueClass) -> FigureSubject:
    first, last = within
    if _opens_with().match(sentence[first:start]):
        last = _ONE_MORE.match(sentence, end).end()  # type: ignore[union-attr]  # it matches nothing, too
    plain = without_accents(small(sentence))
    plain = plain if len(plain) == len(sentence) else small(sentence).ljust(len(sentence))
    groups = []
    for table in (of, "verbs") if of != "days" else (of,):
        found = [
            (start - match.end() if match.end() <= start else match.start() - end, match.lastgroup or "")
            for match in _words()[table].finditer(plain, first, last)
            if match.end() <= start or match.start() >= end
        ]
        groups += [(min(found)[1], table != "verbs")] if found else []
    group, is_sure = groups[0] if groups else ("", False)
    clause = sentence[first:last]
    left = _words()["empty"].sub(" ", _words()["verbs"].sub(" ", clause)) if of != "days" else clause
    codes = languages(sentence) or LANGUAGES
    return FigureSubject(
        group,
        is_sure,
        {code: frozenset(word for word in label_stems(left, code) if not is_light(word, code)) for code in codes},
        told_families(clause) - {_ANY_AMOUNT},
    )


@cache
def _opens_with() -> re.Pattern[str]:
    """A clause that opens with a figure that is not what it speaks of ("With 300,000 euros we can see …")."""
    return re.compile(rf"\W*(?:{_written()['empty']['with']})(?!\w)", re.I)


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    return {
        of: re.compile(
            "|".join(rf"(?P<{name}>(?<!\w)(?:{words})(?!\w))" for name, words in table.items()).replace("~", r"\w*")
        )
        for of, table in _written().items()
    }


@cache
def _written() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
