"""The summary: sentences of a reader that cite what exists, or a template; never evidence for anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.context.engine.cited import Cited, deal_key, fact_key, unsupported_sentence
from lib.context.engine.summary_words import summary_words
from lib.context.engine.threads import Thread
from lib.context.model import KINDS, Deal, Fact
from lib.context.text.normalize import one_line, shortened

SENTENCES = 6
SENTENCE_LENGTH = 400
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


def still_standing(sentences: Iterable[Sentence], standing: frozenset[str]) -> tuple[Sentence, ...]:
    """The sentences whose every citation stands."""
    return tuple(sentence for sentence in sentences if sentence.cites and standing.issuperset(sentence.cites))


def standing(*, facts: Sequence[Fact], threads: Sequence[Thread], deals: Sequence[Deal]) -> frozenset[str]:
    """The keys of all that a sentence may cite: active facts but what only others said, open threads, open deals."""
    active = (fact_key(fact.id) for fact in facts if _is_clients_own(fact))
    return frozenset((*active, *(thread.key for thread in threads), *(deal_key(deal) for deal in deals)))


def template(name: str, *, facts: Sequence[Fact], threads: Sequence[Thread], deals: Sequence[Deal]) -> str:
    """A plain summary made of what is current, for when no sentence of a reader stands."""
    active = [fact for fact in facts if _is_clients_own(fact)]
    roles = [fact.text.replace("_", " ") for fact in active if KINDS[fact.kind].form == "slug"]
    known = [fact.text.rstrip(".") for fact in active if KINDS[fact.kind].form == "sentence"]
    waiting = [thread.topic for thread in threads if thread.needs_reply]
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
