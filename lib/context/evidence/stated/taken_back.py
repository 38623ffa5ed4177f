"""Whether a sentence takes back what stands in it, supposes it, or gives it as somebody else's words or of the past.

"It is a mistake that we are 80", "We are 80, you wrote", "Suppose we are 80" and "We are 80? Certainly not." tell
nobody that they are 80, whichever words of them are quoted.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lib.context.evidence.clause_ends import CLAUSE_ENDS
from lib.context.text.languages import LANGUAGES, languages, small

_END = r"(?=\W*$|\s*[,;:.!?)–-])"
"""Where a judgement ends, which is with its clause: "a mistake to sell" is none of a sentence."""
_FARTHEST = 3
"""Words between what joins a statement and its judgement, and the judgement ("is of course simply wrong")."""
_MARKS = " .!?…\"')\n"
_SENTENCE_END = re.compile(r"[.!?\n]")
_ASKED = re.compile(r"[?？][\"')\s]*")


@dataclass(frozen=True)
class _Words:
    """The patterns of one language."""

    judged: re.Pattern[str]
    """What before a clause says that it is not so, up to the clause."""
    borrowed: re.Pattern[str]
    """What before a clause says that somebody else says so, or that it is only supposed, up to the clause."""
    within: re.Pattern[str]
    """What takes a clause back at its end, or gives it as somebody else's."""
    behind: re.Pattern[str]
    """How a clause begins that takes back the one before."""
    told_behind: re.Pattern[str]
    """How one begins in the same sentence that gives it as somebody else's."""
    was: re.Pattern[str]
    once: re.Pattern[str]
    generic: re.Pattern[str]
    no: re.Pattern[str]


def is_taken_back(text: str, start: int, end: int, *, is_denial: bool = False) -> bool:
    """Whether the words `text[start:end]`, in small letters, are not stated as so by who wrote the text.

    Of words that deny themselves (`is_denial`) it does not count that others are judged to be wrong.
    """
    end = len(text[:end].rstrip(_MARKS))
    return any(
        _is_led_in(text, start, words.borrowed)
        or (not is_denial and _is_led_in(text, start, words.judged))
        or _is_followed(text, end, words)
        or _is_denied_at_once(text, end, words)
        for words in _tables(text)
    )


def is_of_the_past(clause: str, *, before: str = "") -> bool:
    """Whether a clause in small letters tells what was so at a time that is over, which stands in it or `before`."""
    around = before + clause
    return any(words.was.search(clause) and words.once.search(around) for words in _tables(around))


def tells_of_what_was(text: str) -> bool:
    """Whether a verb of `text` tells of what was, whenever that may have been."""
    return any(words.was.search(small(text)) for words in _tables(text))


def is_of_anyone(clause: str) -> bool:
    """Whether the subject of a clause in small letters is nobody in particular ("whoever has a dog")."""
    return any(words.generic.match(clause.lstrip()) for words in _tables(clause))


def borrows(text: str) -> bool:
    """Whether `text` itself tells of others' words or of what is only supposed."""
    return any(words.borrowed.search(text) or words.judged.search(text) for words in _tables(text))


def _is_led_in(text: str, start: int, words: re.Pattern[str]) -> bool:
    """Whether such words stand before `start`, with no other clause between."""
    return any(
        found.end() <= start and not CLAUSE_ENDS.search(text[found.end() : start]) for found in words.finditer(text)
    )


def _is_followed(text: str, end: int, words: _Words) -> bool:
    """Whether the rest of the clause that ends at `end` or behind, or the next one, takes it back."""
    stop = CLAUSE_ENDS.search(text, end)
    rest = text[end : stop.start() if stop else len(text)]
    if words.within.search(rest):
        return True
    if stop is None:
        return False
    following = text[stop.end() :]
    is_told = not _SENTENCE_END.search(stop[0]) and words.told_behind.match(following)
    return bool(is_told or words.behind.match(following))


def _is_denied_at_once(text: str, end: int, words: _Words) -> bool:
    """Whether the words are asked, and the next sentence says no."""
    stop = CLAUSE_ENDS.search(text, end)
    asked = _ASKED.match(text, stop.start()) if stop else None
    return asked is not None and words.no.match(text[asked.end() :]) is not None


def _tables(text: str) -> Iterator[_Words]:
    for code in languages(text) or LANGUAGES:
        yield _words()[code]


@cache
def _words() -> Mapping[str, _Words]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {code: _read({name: "|".join(patterns) for name, patterns in written[code].items()}) for code in written}


def _read(said: Mapping[str, str]) -> _Words:
    that, joins, wrong = (f"(?:{said[name]})" for name in ("that", "is", "false"))
    judged = rf"{joins}\s+(?:\S+\s+){{0,{_FARTHEST}}}?{wrong}"
    wrong_is = rf"{wrong}\s+{joins}"  # "was natürlich Unsinn ist"
    pointing = rf"\W*(?:{said['but']}\s+)?(?:(?:{said['it']})\s+)?"
    whole = {
        "judged": rf"(?:{judged}|{wrong}),?\s*{that}",
        "borrowed": rf"{said['theirs']}|(?:{said['supposed']})(?:,?\s+{that})?,?",
        "within": rf"(?:{judged}|{said['told']}){_END}",
        "told_behind": rf"\W*(?:\S+\s+){{0,{_FARTHEST}}}?(?:{said['told']}){_END}",
        "behind": rf"{pointing}(?:{judged}|{wrong_is}){_END}",
        **{name: said[name] for name in ("was", "once", "generic")},
        "no": rf"\W*(?:{said['no']})",
    }
    return _Words(**{name: re.compile(rf"(?<!\w)(?:{pattern})(?:(?<=['’])|(?!\w))") for name, pattern in whole.items()})
