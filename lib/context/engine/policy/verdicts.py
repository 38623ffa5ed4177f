"""What a judged operation becomes: a fact, its evidence, and the verdict on it."""

from dataclasses import replace
from typing import Literal, cast

from lib.context.engine.proposals import same_words
from lib.context.evidence.quotes.find import FoundQuote
from lib.context.model import Evidence, Fact, FactKind, Operation, Verdict

FoundQuotes = tuple[FoundQuote, ...]


def new_fact(proposal: Operation, quotes: FoundQuotes, *, restores: Fact | None = None) -> Fact:
    """The fact that `proposal` states; the ledger gives it its id and version."""
    return Fact(
        id=0,
        kind=cast(FactKind, proposal.kind),
        type=proposal.type,
        text=proposal.text,
        status="active",
        added_version=0,
        restores=restores.id if restores and restores.id > 0 else None,  # what ended in this run is on file nowhere
        evidence=evidence_for(quotes),
    )


def evidence_for(quotes: FoundQuotes) -> tuple[Evidence, ...]:
    """The quotes as evidence that supports a fact."""
    return tuple(item.evidence for item in quotes)


def evidence_against(quotes: FoundQuotes) -> tuple[Evidence, ...]:
    """The quotes as evidence that contradicts a fact."""
    return tuple(replace(item.evidence, stance="contradicts") for item in quotes)


def is_on_file(fact: Fact, evidence: Evidence) -> bool:
    """Whether the fact rests on the same words of the same interaction already."""
    return any(
        item.interaction_id == evidence.interaction_id and same_words(item.quote) == same_words(evidence.quote)
        for item in fact.evidence
        if item.stance == "supports"
    )


def verdict_on(
    proposal: Operation,
    verdict: Literal["applied", "reinforced", "disputed", "unchanged"],
    *,
    reason: str,
    rule: str,
    quotes: FoundQuotes,
    target: Fact | None,
    fact: Fact | None,
) -> Verdict:
    """The verdict with the rule's slug and sentence, the fact that was spoken of and the fact that carries it now."""
    return Verdict(
        proposal,
        verdict,
        reason=reason,
        rule=rule,
        evidence=evidence_for(quotes),
        target_id=target.id if target else None,
        fact_id=fact.id if fact else None,
    )
