"""What is on file, looked up by the values and words of a draft."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from lib.context.engine.state import State
from lib.context.evidence.grounding import unsupported
from lib.context.evidence.relatedness import label_stems
from lib.context.model import Fact
from lib.context.reply.filed import Filed, filed_texts
from lib.context.reply.sentence_index import SentenceIndex, sentence_index
from lib.context.reply.values.clues_wanted import clues_beside, value_clues, words_wanted
from lib.context.reply.values.mentions import REFERENCE, Mention, agrees, figures_of, moments_in, moments_of
from lib.context.reply.values.stands_for import stands_for_another
from lib.context.text.languages import LANGUAGES, languages
from lib.context.text.normalize import fold, folded_words, places
from lib.context.text.proper_names import missing_names

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ ()/.-]+(?=\d)")
MOST_READ = 40
"""Sentences of messages that are read for one clue, the newest."""
NEAR = 8_000
"""Characters of the conversation, the newest, in which a name is looked for in other spellings."""


@dataclass(frozen=True)
class Holder:
    """A sentence on file that holds a value; of a count, whether it counts the same thing."""

    filed: Filed
    sentence: str
    counts: bool = False
    is_of_another: bool = False
    """Whether the value stands there for something else."""


@dataclass(frozen=True)
class OnFile:
    """The texts on file: facts and rows first, then the messages, the newest first."""

    texts: tuple[Filed, ...]

    @cached_property
    def written_on(self) -> dict[date, Filed]:
        """The days of the messages and meetings, each with one of that day."""
        return {item.at.date(): item for item in self.texts if item.kind not in ("fact", "deal", "contact")}

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts, whatever has become of them."""
        return tuple(item.fact for item in self.texts if item.fact is not None)

    @cached_property
    def facts_with(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """By language and stem, the places of the facts in `texts`."""
        return _stems_of(self._headings)[0]

    @cached_property
    def few_stems(self) -> frozenset[tuple[str, int]]:
        """The language and place of each fact that has one stem at most in it."""
        return _stems_of(self._headings)[1]

    @cached_property
    def said(self) -> tuple[int, ...]:
        """The places of the messages in which something was said to the other side."""
        return tuple(at for at, item in enumerate(self.texts) if item.kind == "message" and item.standing == "said")

    @cached_property
    def _headings(self) -> tuple[tuple[int, str], ...]:
        return tuple((number, item.heading) for number, item in enumerate(self.texts) if item.fact is not None)

    @cached_property
    def _folded(self) -> str:
        return "\n".join(fold(item.text).text for item in self.texts if item.kind not in ("fact", "deal", "contact"))

    def load(self) -> None:
        """Make what is looked up in all texts together; it is kept for the same texts."""
        _ = self.index, self.facts_with

    def has_line(self, line: str) -> bool:
        """Whether a message has the words of `line` as they are, blanks and breaks aside."""
        return any(True for _ in places(folded_words(line), self._folded))

    @cached_property
    def index(self) -> SentenceIndex:
        """The sentences of all texts; the number of a text is its place in `texts`."""
        return sentence_index(tuple(item.text for item in self.texts))

    def holders(self, mention: Mention, sentence: str) -> tuple[Holder, ...]:
        """The sentences that hold the value of `sentence`: all facts and rows, and the newest message of either side.

        Where the thing that a number counts is counted on file, only what counts it so holds the number.
        """
        found: list[Holder] = []
        is_counted = False
        moments = moments_of((mention,)) if mention.kind in ("date", "time") and not mention.phrase else None
        for filed, part in self._sentences_of(mention):
            if moments is not None and moments.isdisjoint(moments_in(part, filed.at.date())):
                continue
            there = _said(mention, filed, part)
            if there is None:
                continue
            is_counted = is_counted or there.is_counted
            if not there.agrees:
                continue
            told = [item for item in there.values if item.written]
            is_row = filed.kind == "deal"
            is_other = bool(told) and all(
                stands_for_another(mention, sentence, item, part, is_row=is_row) for item in told
            )
            found.append(Holder(filed, part, there.is_counted, is_other))
            if filed.standing == "said" and not is_other and (there.is_counted or not mention.counted):
                break
        found = [item for item in found if item.counts] if is_counted else found
        return tuple(found) or tuple(self._otherwise(mention))

    def counts(self, mention: Mention) -> Holder | None:
        """The first sentence that counts the same thing otherwise."""
        if not mention.counted:
            return None
        for filed, sentence in self._sentences(words_wanted(mention.counted)):
            there = _said(mention, filed, sentence)
            if there is not None and there.is_counted and not there.agrees:
                return Holder(filed, sentence, counts=True)
        return None

    def sentences_with(self, words: frozenset[str], *, of_facts: bool = True) -> Iterator[tuple[Filed, str]]:
        """The sentences in which one of the stems may stand."""
        return self._sentences(words_wanted(words), begin=0 if of_facts else self._begin)

    @cached_property
    def _begin(self) -> int:
        """The place in the index at which the sentences of rows and messages begin, behind those of facts."""
        return self.index.begin_of(len(self.facts))

    def _sentences(self, clues: frozenset[str], *, begin: int = 0) -> Iterator[tuple[Filed, str]]:
        """The sentences with one of the clues, in the order of the texts: all of facts, some of messages."""
        room = MOST_READ
        for filed, sentence in self._at(self.index.with_any(clues, begin=begin), clues):
            room -= filed.fact is None
            if room < 0:
                return
            yield filed, sentence

    def _sentences_of(self, mention: Mention) -> Iterator[tuple[Filed, str]]:
        """The sentences that may hold a value, in the order of the texts: all of facts, of messages some for each clue.

        Those with what stands beside the value, too, have room of their own: of a hundred orders of chairs one is told
        by its number.
        """
        clues = value_clues(mention) | words_wanted(mention.counted)
        places = set(self.index.first_of_each(clues, begin=self._begin, most=MOST_READ))
        places.update(self.index.with_both(*clues_beside(mention), begin=self._begin, most=MOST_READ))
        return self._at(sorted(places), clues)

    def _at(self, places: Iterable[int], clues: frozenset[str]) -> Iterator[tuple[Filed, str]]:
        for place in places:
            part = self.index.parts[place]
            filed = self.texts[part.number]
            for sentence in part.sentences_with(clues):
                yield filed, sentence

    def _otherwise(self, mention: Mention) -> Iterator[Holder]:
        """Where a name stands in other letters: "SF", "Mailand"."""
        if mention.kind != "name":
            return
        room = NEAR
        for filed in self.texts:
            room -= len(filed.text)
            if room < 0:
                return
            if not missing_names([mention.written], filed.text, ()):
                yield Holder(filed, filed.text)


@dataclass(frozen=True)
class _There:
    agrees: bool
    is_counted: bool = False
    values: tuple[Mention, ...] = ()
    """The figures that agree."""


def _said(mention: Mention, filed: Filed, sentence: str) -> _There | None:
    """Whether the sentence holds the value, and counts the same thing; None where it has nothing to do with it."""
    if mention.kind == "name":
        return None if missing_names([mention.written], sentence, ()) else _There(True)
    if mention.kind == "phone" and re.sub(r"\D", "", mention.written) in _BETWEEN_DIGITS.sub("", sentence):
        return _There(True)
    if mention.kind == "code" and REFERENCE.fullmatch(mention.written):
        return _There(True) if _reference(mention.written).search(sentence) else None
    if mention.kind in ("code", "address", "phone"):
        return None if unsupported(mention.written, [(sentence, filed.at)]) else _There(True)
    there = figures_of(sentence, filed.at.date())
    if mention.counted:
        counted = [item for item in there if item.number is not None and item.counted & mention.counted]
        if counted:
            equal = tuple(item for item in counted if agrees(mention, item))
            return _There(bool(equal), is_counted=True, values=equal)
    equal = tuple(item for item in there if agrees(mention, item))
    return _There(True, values=equal) if equal else None


@lru_cache(512)
def _reference(written: str) -> re.Pattern[str]:
    """The number of a bill however its parts are divided, and without its letters, but never with others."""
    letters, *groups = re.findall(r"[A-Z/-]*[A-Z]|\d+", written)
    digits = r"\W?".join(groups)
    name = r"\W?".join(re.findall(r"[A-Z]+", letters))
    return re.compile(rf"(?<!\w)(?:(?i:{name})\W?|(?<![A-Z][-/ ])){digits}(?!\w|-\d)")


@lru_cache(2)
def _stems_of(
    headings: tuple[tuple[int, str], ...],
) -> tuple[Mapping[tuple[str, str], Sequence[int]], frozenset[tuple[str, int]]]:
    """By language and stem the numbers of the headings that have it; and those that have one at most."""
    found: dict[tuple[str, str], list[int]] = {}
    few = set()
    for number, heading in headings:
        for code, words in stems(heading).items():
            if len(words) < 2:
                few.add((code, number))
            for word in words:
                found.setdefault((code, word), []).append(number)
    return found, frozenset(few)


@lru_cache(8192)
def stems(text: str) -> Mapping[str, frozenset[str]]:
    """The stems of a text without names and figures, in each language that it may be in."""
    return {code: label_stems(text, code) for code in languages(text) or LANGUAGES}


def on_file(state: State) -> OnFile:
    """All that is on file about the contact: facts, rows and messages."""
    return OnFile(filed_texts(state))
