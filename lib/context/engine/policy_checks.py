"""What an operation must satisfy: each check lets it pass or raises `Rejected` with the rule's slug and a sentence."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lib.context.engine.grounding import names, unsupported
from lib.context.engine.ledger import Ledger, is_same, newest_evidence
from lib.context.engine.quotes import Correspondence, FoundQuote, Source, find
from lib.context.model import KINDS, Contact, Fact, Operation

MOST_FROM_MESSAGE = 5
"""Operations that one mail or message may carry; a meeting or call may carry all of a run."""

_QUOTE_WRONG = {
    "quote_empty": "A quote has no words.",
    "quote_too_long": "A quote is longer than 400 characters.",
    "quote_not_found": "A quote does not stand in its source.",
    "quote_too_short": "A quote is shorter than 12 characters and no whole sentence.",
}


@dataclass(frozen=True)
class RunInput:
    """What one run read: its sources and facts by alias, and the whole correspondence, to date the words."""

    contact: Contact
    sources: Mapping[str, Source]
    facts: Mapping[str, int]
    correspondence: Correspondence


class Rejected(Exception):
    """The operation is set aside; carries the rule, the sentence and, where known, the quotes and the fact."""

    def __init__(
        self, rule: str, reason: str, *, quotes: Sequence[FoundQuote] = (), target: Fact | None = None
    ) -> None:
        super().__init__(reason)
        self.rule, self.reason, self.target = rule, reason, target
        self.evidence = tuple(item.evidence for item in quotes)


def located_quotes(proposal: Operation, run_input: RunInput, *, carried: Counter[str]) -> tuple[FoundQuote, ...]:
    """Where the cited quotes stand; `carried` counts the operations that each interaction has carried in this run."""
    located: dict[tuple[str, int, int], FoundQuote] = {}
    for quote in proposal.evidence:
        source = run_input.sources.get(quote.source)
        if source is None:
            raise Rejected("unknown_source", "It cites an interaction that is not part of this run.")
        place = find(quote.quote, source, run_input.correspondence)
        if isinstance(place, str):
            raise Rejected(place, _QUOTE_WRONG[place])
        located[place.evidence.interaction_id, place.evidence.start, place.evidence.end] = place
    by_id = {source.interaction.id: source for source in run_input.sources.values()}
    for interaction_id in {item.evidence.interaction_id for item in located.values()}:
        is_message = by_id[interaction_id].channel not in ("meeting", "call")
        if is_message and carried[interaction_id] >= MOST_FROM_MESSAGE:
            raise Rejected("too_many_from_source", f"One message may carry {MOST_FROM_MESSAGE} operations.")
    return tuple(located.values())


def named_fact(ledger: Ledger, proposal: Operation, run_input: RunInput) -> Fact:
    """The fact that the operation speaks of, which is of the same kind."""
    fact_id = run_input.facts.get(proposal.fact)
    fact = ledger.fact(fact_id) if fact_id is not None else None
    if fact is None:
        raise Rejected("unknown_fact", "It names a fact that does not exist.")
    if fact.kind != proposal.kind:
        raise Rejected("other_kind", f"The fact is a {fact.kind}, not a {proposal.kind}.", target=fact)
    return fact


def check_contradiction(fact: Fact, proposal: Operation) -> None:
    """A reader may end or dispute only a fact that stands and is not pinned, with a reason and in other words."""
    if not fact.is_current:
        raise Rejected("ended", "The fact has ended already.", target=fact)
    if fact.pinned:
        raise Rejected("pinned", "A person pinned the fact.", target=fact)
    if not proposal.reason:
        raise Rejected("no_reason", "A contradiction needs a reason.", target=fact)
    if is_same(fact, proposal):
        raise Rejected("same", "It says the same as the fact.", target=fact)


def newer_quotes(fact: Fact, quotes: Sequence[FoundQuote]) -> tuple[FoundQuote, ...]:
    """The quotes first seen after the fact's newest evidence, from interactions that the fact does not rest on."""
    newest = newest_evidence(fact) or datetime.min.replace(tzinfo=UTC)
    cited = {item.interaction_id for item in fact.evidence}
    return tuple(
        item for item in quotes if item.evidence.first_seen_at > newest and item.evidence.interaction_id not in cited
    )


def repeated_fact(ledger: Ledger, proposal: Operation, quotes: Sequence[FoundQuote]) -> Fact | None:
    """The ended fact that `proposal` repeats rightly, None when it is new; raises when it may not be repeated."""
    ended = ledger.last_ended_like(proposal)
    if ended is None:
        return None
    if ended.status == "retracted":
        raise Rejected("retracted", "A person took this fact back; a person decides.", quotes=quotes, target=ended)
    against = [item.first_seen_at for item in ended.evidence if item.stance == "contradicts"]
    end = max(against, default=None) or ended.ended_at
    if end is not None and not any(item.evidence.first_seen_at > end for item in quotes):
        raise Rejected("ended", "This fact has ended, and nothing newer says it again.", quotes=quotes, target=ended)
    return ended


def check_support(
    ledger: Ledger,
    proposal: Operation,
    *,
    quotes: Sequence[FoundQuote],
    run_input: RunInput,
    replaces: Fact | None = None,
) -> None:
    """The quotes say every number, date, address and name of the operation's text."""
    missing = unsupported_words(proposal.kind, proposal.text, quotes=quotes, facts=ledger.facts, run_input=run_input)
    if missing:
        words = ", ".join(f"“{word}”" for word in missing[:5])
        raise Rejected("unsupported", f"{words} does not stand in the quotes.", quotes=quotes, target=replaces)


def unsupported_words(
    kind: str, text: str, *, quotes: Sequence[FoundQuote], facts: Sequence[Fact], run_input: RunInput
) -> tuple[str, ...]:
    """What `text` claims and neither the quotes nor `facts` say."""
    if KINDS[kind].is_slug:
        return ()  # a slug of ours, not the client's words
    words = [(item.evidence.quote, item.evidence.occurred_at) for item in quotes]
    return unsupported(text, words, known=known_names(run_input.contact, facts))


def known_names(contact: Contact, facts: Sequence[Fact]) -> Iterator[str]:
    """The names that need no support: the client's own, and those in facts that stand."""
    yield contact.name
    yield contact.company or ""
    for fact in facts:
        if fact.is_current:
            yield from names(fact.text)
