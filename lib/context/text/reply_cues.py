"""Whether a message asks something or waits for an answer, or says that none is needed: sentence by sentence.

The words stand in `reply_cues.toml`, a table a language. The last sentence that asks or closes decides, so "All good.
When do we sign?" asks and "When do we sign? Never mind, found it." does not.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from lib.alternatives import alternatives
from lib.context.text.greetings import without_greeting
from lib.context.text.languages import LANGUAGES, greetings_in_any, language_words, languages, small
from lib.context.text.links import LINKS
from lib.context.text.sentences import marked_sentences

Cue = Literal["asks", "closes"]
LOOKED_AT = 8000
"""Characters at the end of a message that are looked at."""
LONGEST = 24_000
"""Characters at the end of a text in which each question is looked for."""
_MARKS = "?？؟"
_CLOSING_MARKS = " \n\"')”»"
_WRAP = re.compile(r"(?<=\S)[ \t]*\n[ \t>]*(?=[^\W\d_A-ZÀ-Þ]|[a-z])")
"""A line that goes on in small letters continues the sentence of the line before."""
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SIGNED = re.compile(r",\s*(?:[A-ZÀ-Þ][\w.'’-]*\s*){1,3}$")
"""A name behind the last comma: who signs on the same line."""
_TURN = re.compile(r"[,;–—]\s*(?:but|aber|doch|mais|pero|ma|però|mas|maar)\s")
"""Where a sentence turns: what comes after it counts by itself."""
_LEAD = (
    rf"(?:(?:{greetings_in_any()})[^,]{{0,40}},\s*|(?:and|also|so|then|or|ok(?:ay)?|just|und|"
    r"et|y|e|auch|dann|alors|donc|entonces|allora|ent[aã]o)[,\s]+|[-*•\d.)\s]+)*"
)


def _patterns(name: str, *, having: str = "") -> Iterator[str]:
    """The patterns of that name in all languages, or in those alone that have patterns named `having`."""
    for words in _words().values():
        if having and having not in words:
            continue
        given = words.get(name, ())
        yield from [given] if isinstance(given, str) else given


@lru_cache(1)
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})".replace("_", r"\s+")


def _please(*, having: str = "please") -> str:
    """A word of request that no mere politeness follows ("please find attached")."""
    told = (words for words in _words().values() if having in words)
    asked = (rf"(?:{words['please']})(?!\s+(?:{words['polite']}))" for words in told)
    return _any(*asked)


def _whole(choice: str) -> re.Pattern[str]:
    """The pattern of the words of a choice, nothing of a word before or behind them."""
    return re.compile(rf"(?<!\w)(?:{alternatives(choice)})(?!\w)")


_OPENING = re.compile(rf"{_LEAD}{_any(*_patterns('opens'))}(?!\w)")
_REQUEST = _whole(f"{_please()}|{_any(*_patterns('phrases'))}")
_CLOSING = _whole(_any(*_patterns("closes")))
_OFFER = _whole(_any(*_patterns("offers")))
_PREFERENCE = re.compile(
    rf"(?:pr[eé]f[eéè]r\w*|prefier\w*|bevorzug\w*|lieber|am liebsten)(?!\w).*?(?<!\w){_please()}\W*$"
)
"""A wish for the next time, said politely: it asks for nothing but to be kept in mind."""
_THANKS = re.compile(r"(?<!\w)thank(?:s|\s+you)(?:\s+(?:so|very|again|much))*\s+for\s[^,.;!?:–—-]*")
"""What is thanked for was done: nothing in it asks."""
_QUESTION = re.compile(rf"^\W*{_LEAD}(?:{_please()}[,\s]+)?{_any(*_patterns('question'))}(?!\w)")
_SMALL_TALK = re.compile(rf"^\W*{_LEAD}{_any(*_patterns('small_talk'))}\W*$")
_MANY = "opens"
"""What only the languages have that are known well."""
MAY_ASK = f"[{_MARKS}]|(?<!\\w)(?:{_please(having=_MANY)}|{_any(*_patterns('phrases', having=_MANY))})(?!\\w)"
"""A pattern for the database, where capitals do not count: whether a text may ask, its sentences not told apart.
Of the languages that are known little it knows the marks alone: each more of them makes the search slower.
"""


def reply_cue(text: str) -> Cue | None:
    """What the last sentence of `text` that says so wants: an answer ("asks"), or none ("closes")."""
    end = text[-LOOKED_AT:]
    plain = _WRAP.sub(" ", LINKS.sub(" ", end)).casefold().replace("’", "'")
    for sentence in reversed(marked_sentences(plain)):
        for clause in reversed(_TURN.split(sentence)):
            cue = _cue(clause.strip())
            if cue is not None:
                return cue
    return None


def only_asks(text: str) -> bool:
    """Whether every sentence of `text` asks, by its mark or by how it begins: it states nothing."""
    parts = [part for part in marked_sentences(text.casefold().replace("’", "'")) if any(map(str.isalpha, part))]
    return bool(parts) and all(part.rstrip(_CLOSING_MARKS)[-1:] in _MARKS or _QUESTION.search(part) for part in parts)


def asks(text: str) -> bool:
    """Whether the author asks something or waits for an answer at the end; marks inside addresses do not count."""
    return reply_cue(text) == "asks"


def last_question(text: str) -> str:
    """The last sentence of `text` that asks, as written but on one line; empty where none does."""
    return next(questions(text), "") or next(_asking(text), "")


def questions(text: str) -> Iterator[str]:
    """The sentences of `text` that ask for something, the last first, as written but on one line; of a long text those
    of its end. One that waits for an answer alone ("I look forward to your reply") is none.
    """
    return (sentence for sentence in _asking(text) if not _only_waits(sentence))


def _asking(text: str) -> Iterator[str]:
    for sentence in reversed(marked_sentences(_WRAP.sub(" ", text[-LONGEST:]))):
        if reply_cue(sentence) == "asks":
            yield " ".join(sentence.split())


def _only_waits(sentence: str) -> bool:
    """Whether a sentence has no words but those of waiting for an answer, and no mark of a question."""
    if any(mark in sentence for mark in _MARKS):
        return False
    lowered = small(_SIGNED.sub("", without_greeting(sentence)))
    words = [word for match in _LETTERS.findall(lowered) for word in match.split("'")]
    return any(
        all(word in language_words()[code].stop or _waiting(code).fullmatch(word) for word in words)
        for code in languages(lowered) or LANGUAGES
    )


@cache
def _waiting(code: str) -> re.Pattern[str]:
    return re.compile(_words()[code]["waits"])


def _cue(clause: str) -> Cue | None:
    if not any(character.isalpha() for character in clause):
        return None
    if any(mark in clause for mark in _MARKS):
        return None if _SMALL_TALK.match(clause) else "asks"
    if _CLOSING.search(clause):
        return "closes"
    stated = _THANKS.sub(" ", clause) if "thank" in clause else clause
    if not (_OPENING.match(stated) or _REQUEST.search(stated)):
        return None
    return None if _OFFER.search(stated) or _PREFERENCE.search(stated) else "asks"
