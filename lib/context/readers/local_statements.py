"""What is stated in a source, sentence by sentence: the words that a fact is made of, and what they are about."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from lib.context.engine.threads import topic_of
from lib.context.evidence.grounding import unsupported
from lib.context.readers.local_sentences import plain, sentences
from lib.context.readers.local_slots import Claim, ReadingRules
from lib.context.readers.speech.assertion import assertions
from lib.context.readers.speech.clauses import clauses_of_others, clauses_of_the_past, is_hearsay, tells_of_others
from lib.context.readers.speech.earnest import is_earnest
from lib.context.readers.speech.grammar import grammars_of
from lib.context.text.languages import content_stems, shared_languages, small
from lib.context.text.mail.segments import own_text

LABEL_LENGTH = 40
_LINE = re.compile(r"(?<=[^\s,])\s*\n+")


@dataclass(frozen=True)
class Statement:
    """One sentence of one source, with what it states."""

    source: str
    channel: str
    text: str
    claims: tuple[Claim, ...]
    core: str
    """What it states of the client, without the greeting before it: the quote of a fact."""
    is_of_others: bool = False
    """It tells of other people, or what they are said to have said."""
    is_fact: bool = True
    """It may stand by itself; else it only tells of a change of what is on file."""
    is_by_other: bool = False
    """Somebody beside the client wrote it: it is told as theirs, and ends nothing that the client said."""
    label: str = ""
    """What it is about where it does not say so itself: how many come, and to what."""

    @property
    def fact(self) -> str:
        """The text of a fact that it states."""
        return f"{self.label}: {self.core}" if self.label else self.core

    @property
    def is_question(self) -> bool:
        """Whether it asks: what is asked is not so."""
        return self.text.rstrip("\"'”’)» ").endswith("?")


def statements(source: Mapping[str, Any], chosen: ReadingRules, *, by: str) -> Iterator[Statement]:
    """The sentences that `by` wrote in `source`; a text that gives orders to a program states nothing."""
    if source["author"] != by or chosen.orders.search(plain(source["text"])):
        return
    text = text_of(source)
    for sentence, after in zip_longest(said := sentences(text), said[1:], fillvalue=""):
        if by == "contact" or chosen.is_hearsay(sentence):
            core = chosen.core(sentence) if by == "contact" else sentence
            is_of_others = by == "contact" and _is_of_others(core, text)
            is_claim = by != "contact" or (not is_of_others and is_earnest(core, grammars_of(core, text), after=after))
            claims = chosen.claims(core) if is_claim else ()
            if claims and by == "contact":
                claims = _own_claims(claims, core, text, chosen)
            core = _own_part(core, text, claims, chosen) if claims and by == "contact" else core
            label = _label(source, core) if any(claim.slot.is_passing for claim in claims) else ""
            yield Statement(
                source["id"],
                source["channel"],
                text=sentence,
                claims=claims,
                core=core,
                is_of_others=is_of_others,
                label=label,
            )


def text_of(source: Mapping[str, Any]) -> str:
    """What its author wrote in `source` themselves; each line of a text message is a paragraph."""
    if source["channel"] == "sms":
        return _LINE.sub("\n\n", own_text(source["text"]))
    return own_text(source["text"]) if source["channel"] == "email" else str(source["text"])


def _is_of_others(sentence: str, text: str) -> bool:
    """Whether `sentence` tells of other people, or what they are said to have said."""
    grammar = grammars_of(sentence, text)
    return is_hearsay(small(sentence), grammar) or tells_of_others(sentence, grammar)


def _own_part(core: str, text: str, claims: tuple[Claim, ...], chosen: ReadingRules) -> str:
    """The part of a sentence in which a client speaks of themselves, where it claims all that the sentence does."""
    parts = (item.text for item in assertions(core, grammars_of(core, text)))
    return next((part for part in parts if chosen.claims(part) == claims), core)


def _own_claims(claims: tuple[Claim, ...], core: str, text: str, chosen: ReadingRules) -> tuple[Claim, ...]:
    """The claims without those of a clause of others ("My neighbour is allergic, so please …"), or of what was."""
    grammars = grammars_of(core, text)
    theirs = [claim for clause in clauses_of_others(core, grammars) for claim in chosen.claims(clause)]
    past = [claim for clause in clauses_of_the_past(core, grammars) for claim in chosen.claims(clause)]
    over = [*theirs, *(claim for claim in past if not claim.slot.has_happened)]
    return tuple(claim for claim in claims if claim not in over)


def _label(source: Mapping[str, Any], words: str) -> str:
    """The subject of the source, where `words` do not name it and it claims nothing that they do not say."""
    topic = topic_of(source["subject"])
    stems = {stem for code in shared_languages(topic, words) for stem in content_stems(topic, code)}
    is_named = any(stems & content_stems(words, code) for code in shared_languages(topic, words))
    if not stems or is_named or len(topic) > LABEL_LENGTH or ":" in topic:
        return ""
    sent = datetime.fromisoformat(source["occurred_at"])
    return "" if unsupported(f"{topic}: {words}", [(words, sent)], known=()) else topic
