"""What a note, a call or a meeting that we wrote down says of the client, in their words or in the third person."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.context.readers.speech.assertion import assertions
from lib.context.readers.speech.earnest import is_earnest
from lib.context.readers.speech.grammar import Grammar, grammar, is_any, topics
from lib.context.text.languages import LANGUAGES, small

_LABEL = re.compile(r"^\W*(?P<who>[^\W\d_][\w.'’ -]{0,30}):\s+(?=\S)")
_CLIENT = frozenset(("client", "customer", "guest", "kunde", "kundin", "gast", "cliente", "clienta", "ospite", "hôte"))
_QUOTE = re.compile(r"[\"“„«‘](?P<said>[^\"”“»’]+)[\"”“»’][.!]?")
_NOWHERE = 10_000
Speaker = Literal["client", "another", "nobody"]


@dataclass(frozen=True)
class NoteLine:
    """One sentence of a note with who says it."""

    text: str
    speaker: Speaker


def lines(sentences: Sequence[str], name: str) -> Iterator[NoteLine]:
    """The sentences without the names before them ("Lee: …"); who was named speaks until another is."""
    speaker: Speaker = "nobody"
    for sentence in sentences:
        label = _LABEL.match(sentence)
        if not label:
            yield NoteLine(sentence, speaker)
            continue
        who, said = small(label["who"]), sentence[label.end() :]
        is_client = set(who.split()) & (_parts(name) | _CLIENT) or any(
            grammar(code).third.fullmatch(who) for code in LANGUAGES
        )
        by: Speaker = "client" if is_client else "another"
        quoted = _QUOTE.fullmatch(said)
        yield NoteLine(quoted["said"] if quoted else said, by)
        speaker = "nobody" if quoted else by


def of_client(
    line: NoteLine, chosen: Sequence[Grammar], *, name: str, before: Speaker
) -> tuple[tuple[str, ...], Speaker]:
    """What a line of ours states of the client, and of whom it speaks: what the next line's "she" means.

    What speaks of ourselves, of others, or of nobody and about nothing, states nothing.
    """
    if line.speaker == "client":
        return tuple(item.text for item in assertions(line.text, chosen)), "client"
    words = small(line.text)
    if line.speaker == "another" or len(words) != len(line.text):
        return (), before
    named = min((at for part in _parts(name) if (at := words.find(part)) >= 0), default=_NOWHERE)
    named = min(named, _earliest("note", chosen, words))
    ours, others = _ours(chosen, words), _earliest("others", chosen, words)
    pronoun = _earliest("third", chosen, words)
    if ours < min(named, others, pronoun):
        return (), before
    about: Speaker = before
    if others < min(named, pronoun) or others == pronoun < named:
        about = "another"
    elif named < pronoun:
        about = "client"
    says = about != "another" and is_earnest(line.text, chosen) and _tells(words, chosen)
    return ((line.text,) if says else ()), about


def _tells(words: str, chosen: Sequence[Grammar]) -> bool:
    """Whether a sentence tells how something is, has become, or is found; not what was, nor a courtesy."""
    if is_any(chosen, "courtesy", words) or not topics(chosen, words):
        return False
    if is_any(chosen, "judged", words) or is_any(chosen, "change", words):
        return True
    is_told = any(is_any(chosen, name, words) for name in ("states", "needs")) or _is_terse(words, chosen)
    return is_told and not is_any(chosen, "past", words)


def _is_terse(words: str, chosen: Sequence[Grammar]) -> bool:
    """Whether a note opens with what it is about, and gives a figure ("Budget tight, 280k")."""
    return any(map(str.isdigit, words)) and any(item.terse.match(words) for item in chosen)


def _parts(name: str) -> set[str]:
    return {part for part in small(name).split() if len(part) > 2}


def _ours(chosen: Sequence[Grammar], words: str) -> int:
    """Where we speak of ourselves; "tells me" speaks of who does."""
    left = (item.possessive.sub(lambda match: "_" * len(match[0]), words) for item in chosen)
    return min((_earliest("first", (item,), rest) for item, rest in zip(chosen, left, strict=True)), default=_NOWHERE)


def _earliest(kind: str, chosen: Sequence[Grammar], words: str) -> int:
    places = (getattr(item, kind).search(words) for item in chosen)
    return min((place.start() for place in places if place), default=_NOWHERE)
