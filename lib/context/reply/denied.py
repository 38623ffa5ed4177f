"""What a draft says the other way round than a message on file, though nobody has made a fact of it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from lib.context.evidence.polarity import clauses
from lib.context.evidence.relatedness import figures_equal, label_stems, stated_names
from lib.context.evidence.stated.standpoint import is_conditional, is_of_others
from lib.context.reply.filed import Filed
from lib.context.reply.on_file import OnFile, stems
from lib.context.reply.sentence_index import SentenceIndex
from lib.context.reply.values.clues import clues
from lib.context.reply.values.clues_wanted import words_wanted
from lib.context.reply.values.whole_words import whole_words
from lib.context.text.languages import LANGUAGES, is_light, language_words, languages, small
from lib.context.text.reply_cues import reply_cue
from lib.context.text.values.identifiers import names_another

SAME = 0.75
"""The share of a clause's words that a clause on file must have to speak of the same thing, …"""
MOST = 0.6
"""… and, where it says it of a thing and not of the client, the share of those on file that the clause must have."""
_WORD = re.compile(r"[^\W\d_]+")
_Of = Literal["author", "reader", "thing"]


@dataclass(frozen=True)
class _Stated:
    """What one clause states: the stems of the words that tell what, of whom it is said, and whether it denies it."""

    words: frozenset[str]
    of: _Of
    is_denied: bool
    is_possible: bool
    text: str
    """The words of the clause in small letters."""
    is_owned: bool = False
    """Whether it is said of a thing of theirs ("your cellar"), not of them."""


def denied_by(sentence: str, known: OnFile) -> tuple[Filed, str] | None:
    """The newest message, with its sentence, that says the other way round what a clause of `sentence` states.

    What may, must or will be is no statement, nor is a question; what has become otherwise, and what we say of
    ourselves, is not told by what was said before; and who has said the same since has the last word.
    """
    codes = languages(sentence)
    if not codes or reply_cue(sentence) == "asks" or _is_any("changed", small(sentence), codes):
        return None
    if not _may_differ(sentence, known, codes):
        return None
    for ours in _stated(sentence):
        if ours.of == "author" or ours.is_possible:
            continue
        for filed, said in known.sentences_with(ours.words, of_facts=False):
            if filed.kind != "message" or filed.standing != "said":
                continue
            agrees = _agrees(ours, said, is_ours=filed.is_ours)
            if agrees:
                break
            if agrees is False and _is_of_same_values(said, sentence) and reply_cue(said) != "asks":
                return filed, said
    return None


def is_of_another(sentence: str, said: str, *, is_ours: bool) -> bool:
    """Whether a sentence of a draft says of us what a sentence on file says of the client, or the other way round."""
    pairs = [(ours, theirs) for ours in _stated(sentence) for theirs in _stated(said) if ours.words & theirs.words]
    told = [(ours.of == theirs.of) == is_ours for ours, theirs in pairs if "thing" not in (ours.of, theirs.of)]
    return len(told) == len(pairs) > 0 and not any(told)


def _is_of_same_values(said: str, sentence: str) -> bool:
    """Whether nothing tells that the two speak of different things: another name, condition or person."""
    if is_conditional(said, sentence) or is_of_others(said, sentence) or names_another(said, sentence):
        return False
    names, ours = stated_names(said), stated_names(sentence)
    return not names or not ours or bool(names & ours)


def _may_differ(sentence: str, known: OnFile, codes: tuple[str, ...]) -> bool:
    """Whether a sentence on file with a word of this one has a negation where this one has none, or the other way."""
    negations = frozenset[str]().union(*(_negations()[code] for code in codes))
    is_denied = not negations.isdisjoint(clues(sentence))
    words = frozenset(word for code, found in stems(sentence).items() for word in found if not is_light(word, code))
    plain, denied = _clues_by_polarity(known.index, known.said, negations)
    return not words_wanted(words).isdisjoint(plain if is_denied else denied)


@lru_cache(8)
def _clues_by_polarity(
    index: SentenceIndex, said: tuple[int, ...], negations: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The clues of the sentences of the texts `said` without a negation, and of those with one."""
    plain, denied, numbers = set[str](), set[str](), set(said)
    for part in index.parts:
        if part.number in numbers:
            is_plain = negations.isdisjoint(part.clues)
            plain.update(part.clues if is_plain or part.is_block else ())
            denied.update(() if is_plain else part.clues)
    return frozenset(plain), frozenset(denied)


def _agrees(ours: _Stated, said: str, *, is_ours: bool) -> bool | None:
    """Whether a sentence on file states the same, or the other way round; None where it speaks of something else."""
    found = None
    for theirs in _stated(said):
        if theirs.is_possible or not _is_of_same(ours, theirs, is_ours=is_ours):
            continue
        if theirs.is_denied == ours.is_denied:
            return True
        found = False if figures_equal(theirs.text, ours.text) else found
    return found


def _is_of_same(ours: _Stated, theirs: _Stated, *, is_ours: bool) -> bool:
    """Whether two clauses say something of the same people or thing; `theirs` is ours, too, or the client's."""
    common = len(ours.words & theirs.words)
    are_things = [item.of == "thing" or item.is_owned for item in (ours, theirs)]
    if common < SAME * len(ours.words) or ((ours.of == "thing" or theirs.of == "thing") and not all(are_things)):
        return False
    if ours.of == "thing" or theirs.of == "thing":
        return common >= MOST * len(theirs.words)
    return (ours.of == theirs.of) == is_ours


@lru_cache(8192)
def _stated(sentence: str) -> tuple[_Stated, ...]:
    return tuple(_statements(sentence))


def _statements(sentence: str) -> Iterator[_Stated]:
    codes = languages(sentence) or LANGUAGES
    before: _Of = "thing"
    for clause, is_denied in clauses(_as_addressed(small(sentence), codes)):
        words = frozenset(word for code in codes for word in _telling(clause, code))
        if not words:
            continue
        of, is_owned = _of(clause, codes)
        if of == "thing" and len(words) == 1:  # "We have two cats and no dog."
            of = before
        yield _Stated(
            words, of, is_denied, is_possible=_is_any("possible", clause, codes), text=clause, is_owned=is_owned
        )
        before = "thing" if is_owned else of


def _as_addressed(lowered: str, codes: tuple[str, ...]) -> str:
    """A sentence with the verbs of "we" in the form of "you", where a language's stems tell them apart."""
    return _words()["fr"]["we"].sub(r"\1ez", lowered) if "fr" in codes else lowered


def _is_any(name: str, lowered: str, codes: tuple[str, ...]) -> bool:
    return any(_words()[code][name].search(lowered) for code in codes)


def _telling(clause: str, code: str) -> Iterator[str]:
    plain = _words()[code]["empty"].sub(" ", clause)
    yield from (word for word in label_stems(plain, code) if not is_light(word, code))


def _of(clause: str, codes: tuple[str, ...]) -> tuple[_Of, bool]:
    """Of whom a clause is said, or of whose thing: by the last "I" or "my" before a word that says something."""
    for code in codes:
        words = _words()[code]
        people = [(match.end(), "author", match[0]) for match in words["first"].finditer(clause)]
        people += [(match.end(), "reader", match[0]) for match in words["second"].finditer(clause)]
        if not people:
            continue
        plain = clause
        for name in ("empty", "first", "second"):
            plain = words[name].sub(lambda match: " " * len(match[0]), plain)
        telling = (match.start() for match in _WORD.finditer(plain) if match[0] not in language_words()[code].stop)
        end = next(telling, len(clause))
        before = [item for item in people if item[0] <= end] or people[:1]
        last = max(before)
        return "author" if last[1] == "author" else "reader", bool(words["owned"].fullmatch(last[2]))
    return "thing", False


@cache
def _words() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    return {
        code: {name: whole_words(pattern) for name, pattern in table.items() if name != "negations"}
        for code, table in _written().items()
    }


@cache
def _negations() -> Mapping[str, frozenset[str]]:
    return {code: frozenset(table["negations"].split()) for code, table in _written().items()}


@cache
def _written() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
