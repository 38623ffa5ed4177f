"""From where on a sentence is said as it is: behind its last wish, joke, quotation and condition."""

import re
from collections.abc import Iterator, Sequence

from lib.context.readers.speech.grammar import Grammar, is_any
from lib.context.text.languages import small

FEW_WORDS = 3
"""Words of a sentence that only takes back the one before it ("Just kidding!")."""
FEWEST_BEFORE = 2
"""Words before a condition from which on it follows what depends on it ("Please ring only if …")."""
_QUOTED = re.compile(r"(?:[\"“„‘](?=\w)|«\s?(?=\w))[^\"”“»’]{6,}[\"”“»’]")
_LAUGHS = re.compile("[😂🤣😜😉]|[;:]-?[)DPp](?!\\w)|xD")
_STOP = re.compile(r"[;:](?=\s)|\s[–—-](?=\s)")
_COMMA = re.compile(r",(?=\s)")


def is_earnest(sentence: str, chosen: Sequence[Grammar], *, after: str = "") -> bool:
    """Whether the whole sentence is said as it is: no question, condition, wish, joke or quotation in it."""
    return earnest_from(sentence, chosen, after=after) == 0


def earnest_from(sentence: str, chosen: Sequence[Grammar], *, after: str = "") -> int | None:
    """The place from which on the sentence is said as it is, 0 for the whole of it; None where nothing of it is.

    What a wish, a quotation or a condition goes before is earnest from the next turn on: behind a colon, a "but", a
    "because", and behind a condition that follows what depends on it where the author speaks again, unless it goes on
    with what would be. So is what a question asks to be noted. `after`, the next sentence, may take this one back.
    """
    words, told = small(sentence), small(after)
    if sentence.rstrip().endswith("?") and sentence.count("?") == 1:
        asked = next(iter(_matches("recorded", words, chosen)), None)
        return asked[1] if asked else None
    if "?" in sentence or _QUOTED.search(sentence) or _LAUGHS.search(sentence) or _takes_back(told, chosen):
        return None
    blocked = [*_matches("unreal", words, chosen)]
    if not is_any(chosen, "threat", words):
        blocked += _conditions(words, chosen)
    if not blocked:
        return 0
    begin, end = min(begin for begin, _ in blocked), max(end for _, end in blocked)
    turn = next((place for place in sorted(_turns(words, chosen, begin)) if place >= end), None)
    return None if turn is None or is_any(chosen, "hypothetical", words[turn:]) else turn


def _turns(words: str, chosen: Sequence[Grammar], begin: int) -> Iterator[int]:
    """Where the author turns to what is so, whatever was said before; `begin` is where what is not so begins."""
    yield from (match.end() for match in _STOP.finditer(words))
    yield from (match.start() for item in chosen for match in item.turns.finditer(words) if match.start())
    started = max((match.end() for match in _COMMA.finditer(words, 0, begin)), default=0)
    if len(words[started:begin].split()) < FEWEST_BEFORE:
        return
    for comma in _COMMA.finditer(words, begin):
        rest = words[comma.end() :].lstrip()
        if any(item.first.match(rest) for item in chosen):
            yield comma.end()


def _conditions(words: str, chosen: Sequence[Grammar]) -> Iterator[tuple[int, int]]:
    """Where the conditions stand that are no courtesy."""
    for item in chosen:
        told = item.polite.sub(lambda match: " " * len(match[0]), words)
        yield from (match.span() for match in item.conditions.finditer(told))


def _matches(name: str, words: str, chosen: Sequence[Grammar]) -> Iterator[tuple[int, int]]:
    for item in chosen:
        yield from (match.span() for match in getattr(item, name).finditer(words))


def _takes_back(told: str, chosen: Sequence[Grammar]) -> bool:
    """Whether the next sentence says that this one was a joke: by its first words, or as a whole by few words.

    "lol, no problem" does not.
    """
    if any(item.aside.match(told.lstrip("(–—- ¡¿")) for item in chosen):
        return True
    is_short = len(told.split()) <= FEW_WORDS
    return is_short and is_any(chosen, "unreal", told) and not is_any(chosen, "courtesy", told)
