"""The summary: sentences of a reader that cite what exists, or a template; never evidence for anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.context.engine.cited import Cited, deal_key, fact_key, unsupported_sentence
from lib.context.engine.summary_words import summary_words
from lib.context.engine.threads import Thread
from lib.context.evidence.relatedness import overlap, says
from lib.context.model import KINDS, Deal, Fact
from lib.context.text.normalize import one_line, shortened
from lib.context.text.orders import speaks_to_program

SENTENCES = 6
SENTENCE_LENGTH = 400
MOST_WORDS = 0.6
"""The share of a fact's words from which on a sentence that has them says it."""
LISTED = 3
"""Facts that a summary names, the newest."""


@dataclass(frozen=True)
class Sentence:
    """One sentence and what it cites, as the keys of `standing`."""

    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Dropped:
    """One sentence that does not enter the summary, and why."""

    text: str
    why: str


def stated(items: Any, cited: Mapping[str, Cited], known: Iterable[str]) -> tuple[Sentence | Dropped, ...]:
    """The first sentences of an answer's `summary`: those that what they cite supports, the others with the reason.

    `cited` is what each alias stands for; `known` are names that need no support. What is not well formed or cites
    something else is left out.
    """
    names = tuple(known)
    sentences: list[Sentence | Dropped] = []
    for item in items if isinstance(items, list) else []:
        sentence = _sentence(item, cited)
        if sentence is not None and len(sentences) < SENTENCES:
            why = unsupported_sentence(sentence.text, [cited[alias] for alias in dict.fromkeys(item["cites"])], names)
            sentences.append(Dropped(sentence.text, why) if why else sentence)
    return tuple(sentences)


def cited_aliases(items: Any) -> frozenset[str]:
    """All aliases that an answer's `summary` cites, well formed or not."""
    cites = (item.get("cites") for item in (items if isinstance(items, list) else []) if isinstance(item, dict))
    return frozenset(alias for named in cites if isinstance(named, list) for alias in named if isinstance(alias, str))


def still_standing(
    sentences: Iterable[Sentence], standing: frozenset[str], facts: Sequence[Fact]
) -> tuple[Sentence, ...]:
    """The sentences whose every citation stands, and that state no fact of `facts` that does not stand as such.

    What is disputed or has ended stands in an old mail or a deal as well: a sentence that cites those states it, too.
    """
    stand = [sentence for sentence in sentences if sentence.cites and standing.issuperset(sentence.cites)]
    return tuple(sentence for sentence in stand if not _states_unsettled(sentence, facts))


def tells(sentence: Sentence, fact: Fact) -> bool:
    """Whether `sentence` says what `fact` does: it cites it alone, or has most of its words."""
    if fact_key(fact.id) not in sentence.cites:
        return False
    return len(sentence.cites) == 1 or (overlap(fact.text, sentence.text) or 0) >= MOST_WORDS


def safe_topic(thread: Thread) -> str:
    """The topic by which a summary names a thread: none where it gives orders to a program that reads it."""
    return "…" if speaks_to_program(thread.topic) else thread.topic


def _states_unsettled(sentence: Sentence, facts: Sequence[Fact]) -> bool:
    """Whether `sentence` states as so what is disputed or has ended, and no fact that it cites says the same."""
    unsettled = [
        fact
        for fact in facts
        if fact.status != "active" and KINDS[fact.kind].form == "sentence" and _is_stated(fact.text, sentence.text)
    ]
    if not unsettled:
        return False
    cited = [fact for fact in facts if fact.status == "active" and fact_key(fact.id) in sentence.cites]
    return not all(any(_is_stated(fact.text, other.text) for other in cited) for fact in unsettled)


def _is_stated(text: str, sentence: str) -> bool:
    return (overlap(text, sentence) or 0) >= MOST_WORDS and says(text, [sentence]) == "yes"


def standing(*, facts: Sequence[Fact], threads: Sequence[Thread], deals: Sequence[Deal]) -> frozenset[str]:
    """The keys of all that a sentence may cite: active facts but what only others said, open threads, open deals."""
    active = (fact_key(fact.id) for fact in facts if _is_clients_own(fact))
    return frozenset((*active, *(thread.key for thread in threads), *(deal_key(deal) for deal in deals)))


def template(name: str, *, facts: Sequence[Fact], threads: Sequence[Thread], deals: Sequence[Deal]) -> str:
    """A plain summary made of what is current, for when no sentence of a reader stands."""
    active = [fact for fact in facts if _is_clients_own(fact)]
    roles = [fact.text.replace("_", " ") for fact in active if KINDS[fact.kind].form == "slug"]
    known = [fact.text.rstrip(".") for fact in active if KINDS[fact.kind].form == "sentence"]
    waiting = [safe_topic(thread) for thread in threads if thread.needs_reply]
    sentences = [f"{name}: {', '.join(roles)}." if roles else f"{name}."]
    words = summary_words(". ".join(known[-LISTED:]))
    if known:
        sentences.append(". ".join(known[-LISTED:]) + ".")
    if deals:
        named = (f"{deal.type.replace('_', ' ')} ({deal.stage})" for deal in deals[:3])
        sentences.append(words["open"].format(", ".join(named)))
    if waiting:
        sentences.append(words["waits"].format(", ".join(shortened(topic, 80) for topic in waiting[:3])))
    return " ".join(sentences)


def _is_clients_own(fact: Fact) -> bool:
    """Whether a summary may state it as so: it stands undisputed, and not on other people's word alone."""
    return fact.status == "active" and fact.said_by != "other"


def _sentence(item: Any, cited: Mapping[str, Cited]) -> Sentence | None:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str) or not isinstance(item.get("cites"), list):
        return None
    text, cites = one_line(item["text"]), item["cites"]
    if not 0 < len(text) <= SENTENCE_LENGTH or not cites:
        return None
    if not all(isinstance(cite, str) and cite in cited for cite in cites):
        return None
    keys = tuple(dict.fromkeys(cited[cite].key for cite in cites))
    return Sentence(text if text[-1] in ".!?…" else text + ".", keys)
