"""Which questions of the client a draft leaves open: those that no sentence of it speaks of or gives a value for."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from lib.context.evidence.quotes.source import Source
from lib.context.evidence.relatedness import label_stems
from lib.context.reply.draft_text import DraftPart
from lib.context.reply.values.mentions import Mention, agrees, mentions
from lib.context.reply.values.whole_words import whole_words
from lib.context.text.greetings import greeting_end, without_greeting
from lib.context.text.languages import LANGUAGES, is_light, languages, shared_languages, small
from lib.context.text.mail.mail_lines import is_name
from lib.context.text.mail.mail_words import phrase, plain
from lib.context.text.proper_names import key
from lib.context.text.reply_cues import questions
from lib.context.text.topics import stems_of, told_families

MOST = 20
"""Questions that are looked at, the newest."""
THIRD = 1 / 3
"""The share of a question's words that a sentence without a value must have to speak of it, …"""
HALF = 1 / 2
"""… and the share that it must have where words of one family ("flat", "apartment") count as one."""
_GIVES: dict[str, frozenset[str]] = {
    "when": frozenset(("date", "weekday", "month", "time")),
    "amount": frozenset(("number",)),
    "cost": frozenset(("number",)),
    "who": frozenset(("name", "address", "phone")),
    "where": frozenset(("name", "address", "number", "code")),
}
"""By what a question asks for, the kinds of values that give it."""


def left_open(
    waiting: Sequence[Source], parts: Sequence[DraftPart], *, day: date, addressee: str = ""
) -> Iterator[str]:
    """The questions of the messages that wait, word by word, that the parts of a draft of `day` do not speak of.

    Whom it greets, the `addressee` and the name under it answer nothing.
    """
    asked = [text for source in waiting for text in _asked(source.own_ends)]
    said = [words for part in parts if (words := _told(part))]
    greeted = frozenset(map(key, addressee.split()))
    for question in dict.fromkeys(asked[-MOST:]):
        plain_question = without_greeting(question)
        if not any(_speaks_to(plain_question, sentence, day, greeted=greeted) for sentence in said):
            yield question


def _told(part: DraftPart) -> str:
    """What a part of a draft says beside greeting, closing words and the names under a letter."""
    if part.is_quoted or "name" in part.unclaimed:
        return ""
    words = part.text[greeting_end(part.text) :]
    known = phrase(plain(words))
    if known and known[1] in ("closings", "thanks"):
        rest = words.strip()[len(known[0]) :].strip(" ,.!\n")
        return "" if not rest or is_name(rest) else words
    return words


@lru_cache(2048)
def _asked(text: str) -> tuple[str, ...]:
    return tuple(reversed(list(questions(text))))


def _speaks_to(question: str, sentence: str, day: date, *, greeted: frozenset[str]) -> bool:
    """Whether a sentence gives what the question asks for, says yes or no, or has enough of its words."""
    wanted = _wanted(question)
    share = _share(question, sentence)
    if wanted:
        known = mentions(question, day)
        given = (item for item in mentions(sentence, day) if item.is_claimed and not _is_greeted(item, greeted))
        if any(_gives(item, wanted) and not _stands(item, known) for item in given):
            return True
        return share > THIRD * 2 or ("when" in wanted and _says("some_day", sentence))
    return (
        share >= THIRD or _is_yes_or_no(sentence) or max(_shares(question, sentence, alike=True), default=0.0) >= HALF
    )


def _is_greeted(item: Mention, greeted: frozenset[str]) -> bool:
    return item.kind == "name" and frozenset(map(key, item.written.split())) <= greeted


def _gives(item: Mention, wanted: frozenset[str]) -> bool:
    """Whether a value is of a kind that the question wants: what something costs is no number of days."""
    is_cost = item.number is None or item.number.is_amount or item.number.unit is None
    return any(item.kind in _GIVES[kind] and (kind != "cost" or is_cost) for kind in wanted)


def _stands(item: Mention, known: Sequence[Mention]) -> bool:
    return any(item.kind == other.kind and agrees(item, other) for other in known)


def _wanted(question: str) -> frozenset[str]:
    lowered = small(question)
    codes = languages(lowered) or LANGUAGES
    return frozenset(kind for code in codes for kind in _GIVES if _words()[code][kind].search(lowered))


def _is_yes_or_no(sentence: str) -> bool:
    lowered = small(sentence).lstrip(" \t\"'*-•")
    return any(_words()[code]["yes_no"].match(lowered) for code in languages(lowered) or LANGUAGES)


def _says(kind: str, sentence: str) -> bool:
    lowered = small(sentence)
    return any(_words()[code][kind].search(lowered) for code in languages(lowered) or LANGUAGES)


def _without_frame(question: str) -> str:
    """The question without the polite words around it, which speak of nothing."""
    lowered = small(question)
    if len(lowered) != len(question):
        return question
    for code in languages(lowered) or LANGUAGES:
        for match in reversed(list(_words()[code]["frame"].finditer(lowered))):
            question = question[: match.start()] + " " * (match.end() - match.start()) + question[match.end() :]
    return question


def _share(question: str, sentence: str) -> float:
    """The share of the question's telling words that the sentence has."""
    return max(_shares(question, sentence), default=0.0)


def _shares(question: str, sentence: str, *, alike: bool = False) -> Iterator[float]:
    """That share by language; with `alike` a word of one family with one of the sentence's counts, too."""
    bare = _without_frame(question)
    for code in shared_languages(question, sentence):
        words = frozenset(word for word in label_stems(bare, code) if not is_light(word, code))
        if words:
            there = words & label_stems(sentence, code)
            there |= stems_of(told_families(sentence), words, code) if alike else frozenset()
            yield len(there) / len(words)


@cache
def _words() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {code: {kind: whole_words(pattern) for kind, pattern in table.items()} for code, table in written.items()}
