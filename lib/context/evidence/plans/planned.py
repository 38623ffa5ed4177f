"""Whether quotes only plan, hope or want what a statement tells as done or as so."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from lib.context.evidence.polarity import clauses
from lib.context.text.languages import (
    LANGUAGES,
    content_stems,
    is_light,
    languages,
    shared_languages,
    small,
)
from lib.context.text.normalize import folded_words
from lib.context.text.proper_names import key, names

_STATES = ("having", "living", "working", "being")
_OPENING = 4
"""Words among which a statement says what somebody is or has; what follows is what it is said of."""
_NEAR = 3
"""Words before one by which it is told whose it is ("our old house")."""
_JOINED = re.compile(r"(?<!\w)(?:and|und|et|y|e|then|dann|puis|luego|poi|depois)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def is_only_planned(text: str, quotes: Iterable[str]) -> bool:
    """Whether `text` states as done or as so what `quotes`, where they have most of its words, only plan or hope.

    "Hope to retire" does not say "Is retired", nor "we will move to Porto" that somebody lives there; "Plans to move
    to Porto" states the plan itself. "We want to sell our house" shows that they have one.
    """
    quotes = tuple(quotes)
    codes = shared_languages(text, "\n".join(quotes)) or languages(text) or LANGUAGES
    kinds = _stated(text, codes)
    if not kinds or any(folded_words(quote) == folded_words(text) for quote in quotes):
        return False
    found = [(count, part, planned) for quote in quotes for count, part, planned in _parts_with(text, quote)]
    if "done" in kinds and any(
        _is_done_in(text, part, codes) and count > len(_done_words(text, codes) & set(part.split()))
        for count, part, planned in found
        if not planned
    ):
        return False
    most = max((count for count, _, _ in found), default=0)
    best = [(part, planned) for count, part, planned in found if count == most]
    return bool(best) and all(planned and _makes_so(text, part, kinds, codes) for part, planned in best)


@lru_cache(4096)
def _stated(text: str, codes: tuple[str, ...]) -> frozenset[str]:
    """What kinds of being so `text` states; none where it states a plan itself, or only what a wish shows."""
    plain = small(text)
    found = {"done"} if _has("done", plain, codes) else set[str]()
    if _has("planned", plain, codes) or (not found and _has("becoming", plain, codes)):
        return frozenset()
    opening = " ".join(plain.split()[:_OPENING])
    if not _has("open", plain, codes) and not any(map(str.isdigit, plain)):
        found |= {name for name in _STATES if _has(name, opening, codes)}
    return frozenset(found)


def _parts_with(text: str, quote: str) -> list[tuple[int, str, bool]]:
    """The parts of `quote`, each with how many words of `text` it has and whether it tells a plan."""
    codes = shared_languages(text, quote)
    ours, named = {code: _telling(text, code) for code in codes}, {key(name) for name in names(text)}
    found = []
    for part, planned in _parts(quote):
        words = {key(word) for word in _WORD.findall(part)}
        shared = max((len(stems & content_stems(part, code)) for code, stems in ours.items()), default=0)
        found.append((shared + len(named & words), part, planned))
    return found


def _telling(text: str, code: str) -> frozenset[str]:
    words = content_stems(text, code)
    return frozenset(word for word in words if not is_light(word, code)) or words


@lru_cache(2048)
def _parts(quote: str) -> tuple[tuple[str, bool], ...]:
    """The clauses of `quote` in small letters, parted where another is joined, and whether each tells a plan.

    A part that says nothing by itself goes on with the plan before it ("we hope to sell up and move to Porto").
    """
    codes, found, planned = languages(quote) or LANGUAGES, list[tuple[str, bool]](), False
    for clause, _ in clauses(small(quote)):
        for part in filter(str.strip, _JOINED.split(clause)):
            goes_on = _has("that", part.split()[0], codes) or not _has("own", part, codes)
            planned = _has("planned", part, codes) or _has("becoming", part, codes) or (planned and goes_on)
            found.append((part, planned))
    return tuple(found)


def _makes_so(text: str, part: str, kinds: frozenset[str], of_text: tuple[str, ...]) -> bool:
    """Whether the plan that `part` tells is of what `text` states, which so is not yet so."""
    codes = languages(part) or LANGUAGES
    if "done" in kinds:
        return not _is_done_in(text, part, of_text)
    if _is_had(text, part, codes):
        kinds -= {"having"}
    told = _behind_plan(part, codes)
    return any(_has(f"{name}_verb", told, codes) for name in kinds)


def _behind_plan(part: str, codes: tuple[str, ...]) -> str:
    """`part` from the words on that tell the plan; all of it in German, whose verbs stand before them as well."""
    if "de" in codes:
        return part
    found = (_plan_words()[code][name].search(part) for code in codes for name in ("planned", "becoming"))
    return part[min((match.start() for match in found if match), default=0) :]


def _is_done_in(text: str, part: str, of_text: tuple[str, ...]) -> bool:
    """Whether `part` has a word by which `text` tells that something has happened, and not as what is yet to be."""
    codes, done, words = languages(part) or LANGUAGES, _done_words(text, of_text), part.split()
    places = [index for index, word in enumerate(words) if word.strip(".,;:!?") in done]
    return any(
        not _has("begun", " ".join(words[max(0, at - _NEAR) : at]), codes)
        and not _has("begun_behind", " ".join(words[at + 1 : at + 2]), codes)
        for at in places
    )


@lru_cache(4096)
def _done_words(text: str, codes: tuple[str, ...]) -> frozenset[str]:
    """The words by which `text` tells that something has happened."""
    found = (match[0] for code in codes for match in _plan_words()[code]["done"].finditer(small(text)))
    return frozenset(words.split()[-1] for words in found)


def _is_had(text: str, part: str, codes: tuple[str, ...]) -> bool:
    """Whether `part` tells whose the thing is that `text` says somebody has ("to sell our house")."""
    shared = shared_languages(text, part)
    ours = {stem for code in shared for stem in _telling(text, code)}
    words = part.split()
    return any(
        _has("mine", " ".join(words[max(0, at - _NEAR) : at]), codes)
        for at, word in enumerate(words)
        if any(content_stems(word, code) & ours for code in shared)
    )


def _has(name: str, plain: str, codes: tuple[str, ...]) -> bool:
    return any(_plan_words()[code][name].search(plain) for code in codes)


@cache
def _plan_words() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """The patterns of `plan_words.toml` by language and list."""
    path = Path(__file__).with_name("plan_words.toml")
    return {
        code: {name: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") for name, words in lists.items()}
        for code, lists in tomllib.loads(path.read_text("utf-8")).items()
    }
