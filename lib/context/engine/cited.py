"""What a summary may cite, with its words; and whether a sentence says no more than what it cites."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lib.context.engine.threads import Thread
from lib.context.evidence.ended_states import is_over
from lib.context.evidence.grounding import unsupported
from lib.context.evidence.plans.planned import is_only_planned
from lib.context.evidence.relatedness import ENOUGH, overlap
from lib.context.evidence.stated.standpoint import is_not_the_clients
from lib.context.model import KINDS, Deal, Fact
from lib.context.text.normalize import folded_words
from lib.context.text.orders import carried

_LABELLED = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?: “([^“”]+)”[.]?")
_WORD = re.compile(r"[^\W\d_]{2,}")
LOOKED_AT, MESSAGES = 8_000, 20
"""Characters of one message, and messages of one thread, the newest, that a sentence may rest on."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
Words = tuple[str, datetime]


@dataclass(frozen=True)
class Cited:
    """One thing that a sentence may cite: what the citation is kept as, and its words with their moments."""

    key: str
    words: tuple[Words, ...]
    is_label: bool = False
    """Its words are a label of ours ("real estate buyer"), which a sentence says in other words."""
    of_others: tuple[tuple[str, Words], ...] = ()
    """Third parties' names, each with what they wrote in it: only a sentence that names them may rest on it."""

    def words_for(self, sentence: str) -> tuple[Words, ...]:
        """The words that `sentence` may rest on."""
        said = _word_set(sentence)
        return (*self.words, *(words for name, words in self.of_others if said & _word_set(name)))


def _word_set(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(folded_words(text)))


def fact_key(fact_id: int) -> str:
    """What a citation of a fact is kept as."""
    return f"fact {fact_id}"


def deal_key(deal: Deal) -> str:
    """What a citation of an opportunity on file is kept as."""
    return f"deal {deal.id}"


def cited_fact(fact: Fact) -> Cited:
    """A fact with its text and the quotes for it."""
    quotes = tuple((item.quote, item.occurred_at) for item in fact.evidence if item.stance == "supports")
    said_at = max((at for _, at in quotes), default=fact.added_at or _EPOCH)
    is_label = KINDS[fact.kind].is_slug
    text = fact.text.replace("_", " ") if is_label else fact.text
    return Cited(fact_key(fact.id), ((text, said_at), *quotes), is_label)


def cited_thread(thread: Thread) -> Cited:
    """A thread with its topic, its dates and what each side wrote themselves."""
    words: list[Words] = [(thread.topic, thread.last_at)]
    of_others: list[tuple[str, Words]] = []
    for message in thread.messages[-MESSAGES:]:
        words.append((f"{message.at:%Y-%m-%d}", message.at))
        name, written = message.interaction.author_name or "", message.own_text[:LOOKED_AT]
        if message.author == "other":
            of_others.append((name, (f"{name}: {written}", message.at)))
        else:
            words.append((written, message.at))
    return Cited(thread.key, tuple(words), of_others=tuple(of_others))


def cited_deal(deal: Deal) -> Cited:
    """An opportunity on file with all that its row says."""
    return Cited(deal_key(deal), (deal_words(deal),))


def deal_words(deal: Deal) -> Words:
    """What the row of an opportunity says, with the moment of its last change."""
    worth = "" if deal.estimated_value is None else f"{deal.estimated_value:,.2f}".removesuffix(".00")
    due = "" if deal.follow_up_at is None else f"{deal.follow_up_at:%Y-%m-%d}"
    said = (deal.type.replace("_", " "), deal.stage.replace("_", " "), worth, deal.next_action or "", due)
    return "\n".join(filter(None, said)), deal.changed_at


def unsupported_sentence(text: str, cites: Sequence[Cited], known: Iterable[str]) -> str:
    """Why a sentence says more than what it cites, or orders something; empty where it may stand.

    Its quantities, dates, codes and names must stand there, with the polarity of their clause.
    """
    if why := carried(text):
        return why
    said = [words for cite in cites for words in cite.words_for(text)]
    text = _without_label(text, said)
    if missing := unsupported(text, said, known=known):
        return f"{', '.join(f'“{word}”' for word in missing[:5])} does not stand in what it cites."
    told = [words for words, _ in said]
    return _told_otherwise(text, told) or ("" if any(cite.is_label for cite in cites) else _not_said(text, told))


def _told_otherwise(text: str, said: Sequence[str]) -> str:
    """How the words that it cites tell what a sentence states, where that is not simply so; else empty.

    A sentence may join what several words say, so that a part of it in one of them is enough.
    """
    if is_only_planned(text, said):
        return "What it states as done or as so is only planned or hoped in what it cites."
    if all(is_over(text, words) for words in said):
        return "What it cites says that it is over."
    if all(is_not_the_clients(text, words) for words in said):
        return "What it cites says it only of other people, or of what might be."
    return ""


def _not_said(text: str, said: Sequence[str]) -> str:
    """Why a sentence is about something else than all that it cites; empty where they share words, or no language."""
    share = max((part for words in said if (part := overlap(words, text)) is not None), default=None)
    whole = overlap(text, "\n".join(said))
    if share is not None and whole is not None and max(share, whole) < ENOUGH:
        return "What it cites does not say it."
    return ""


def _without_label(text: str, said: Sequence[Words]) -> str:
    """What is quoted letter for letter after a label ("Drinks: “…”"), which states nothing by itself; else `text`."""
    labelled = _LABELLED.fullmatch(text)
    if labelled is None or not any(folded_words(labelled[1]) in folded_words(words) for words, _ in said):
        return text
    return labelled[1]


def by_alias(
    *,
    facts: Mapping[str, Fact],
    threads: Mapping[str, Thread],
    deals: Mapping[str, Deal],
) -> dict[str, Cited]:
    """What each alias of a call stands for, with its words."""
    return {
        **{alias: cited_fact(fact) for alias, fact in facts.items()},
        **{alias: cited_thread(thread) for alias, thread in threads.items()},
        **{alias: cited_deal(deal) for alias, deal in deals.items()},
    }
