"""The policy: facts stand unless contradicted with newer evidence, new ones are appended, nothing is overwritten.

One pure function judges a reader's operations one by one against the working ledger; a wrong one is rejected alone.

A pin protects a fact from being ended or disputed by a reader: a contradiction of a pinned fact is rejected. A pin does
not keep evidence away: the client's own newer confirmation settles the dispute of a pinned fact as of any other
(disputed becomes active), because that strengthens what the pin protects.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from lib.context.engine.ledger import Ledger
from lib.context.engine.policy_checks import (
    MOST_FROM_MESSAGE,
    Rejected,
    RunInput,
    check_contradiction,
    check_support,
    located_quotes,
    named_fact,
    newer_quotes,
    repeated_fact,
    unsupported_words,
)
from lib.context.engine.proposals import Malformed, operation, same_words, unreadable
from lib.context.engine.quotes import FoundQuote
from lib.context.model import Evidence, Fact, FactKind, Operation, Verdict

__all__ = ["MOST_FROM_MESSAGE", "MOST_OPERATIONS", "Judgement", "RunInput", "judge"]

MOST_OPERATIONS = 12
"""Operations that are judged in one run."""
Quotes = tuple[FoundQuote, ...]


@dataclass(frozen=True)
class Judgement:
    """The verdict on each operation in order, and the ledger after them; new facts have negative ids."""

    verdicts: tuple[Verdict, ...]
    facts: tuple[Fact, ...]


def judge(facts: Sequence[Fact], operations: Sequence[Any], run_input: RunInput, *, version: int) -> Judgement:
    """The verdicts on `operations` (as the reader wrote them) and the facts of `version`, the one being made."""
    ledger = Ledger(tuple(facts), version)
    verdicts: list[Verdict] = []
    carried: Counter[str] = Counter()
    for number, item in enumerate(operations):
        proposal = None
        try:
            proposal = operation(item)
            if number >= MOST_OPERATIONS:
                raise Rejected("too_many", f"Only the first {MOST_OPERATIONS} operations of a run are judged.")
            quotes = located_quotes(proposal, run_input, carried=carried)
            ledger, verdict = _RULES[proposal.op](ledger, proposal, quotes=quotes, run_input=run_input)
            carried.update({item.evidence.interaction_id for item in quotes})
        except Malformed as wrong:
            verdict = Verdict(unreadable(item), "rejected", reason=str(wrong), rule="malformed")
        except Rejected as wrong:
            assert proposal is not None  # noqa: S101  only a readable operation is judged
            verdict = Verdict(
                proposal,
                "rejected",
                reason=wrong.reason,
                rule=wrong.rule,
                evidence=wrong.evidence,
                target_id=wrong.target.id if wrong.target else run_input.facts.get(proposal.fact),
            )
        verdicts.append(verdict)
    return Judgement(tuple(verdicts), ledger.facts)


def _add(ledger: Ledger, proposal: Operation, *, quotes: Quotes, run_input: RunInput) -> tuple[Ledger, Verdict]:
    standing = ledger.current_like(proposal)
    if standing is not None:
        return _reinforce(ledger, proposal, quotes=quotes, fact=standing, run_input=run_input)
    ended = repeated_fact(ledger, proposal, quotes)
    check_support(ledger, proposal, quotes=quotes, run_input=run_input)
    ledger, fact = ledger.added(_new(proposal, quotes, restores=ended))
    reason, rule = ("It is true again.", "true_again") if ended else ("New.", "new")
    return ledger, _verdict(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=ended, fact=fact)


def _restate(ledger: Ledger, proposal: Operation, *, quotes: Quotes, run_input: RunInput) -> tuple[Ledger, Verdict]:
    fact = named_fact(ledger, proposal, run_input)
    if not fact.is_current:
        again = replace(proposal, text=fact.text, type=fact.type)
        return _add(ledger, again, quotes=quotes, run_input=run_input)
    return _reinforce(ledger, proposal, quotes=quotes, fact=fact, run_input=run_input)


def _contradict(ledger: Ledger, proposal: Operation, *, quotes: Quotes, run_input: RunInput) -> tuple[Ledger, Verdict]:
    fact = named_fact(ledger, proposal, run_input)
    check_contradiction(fact, proposal)
    newer = newer_quotes(fact, quotes)
    if not newer:
        reason = "Its evidence is not newer than what supports the fact, or is the same."
        raise Rejected("not_newer", reason, quotes=quotes, target=fact)
    successor = ledger.current_like(proposal)
    ended = None if successor else repeated_fact(ledger, proposal, quotes)
    check_support(ledger, proposal, quotes=quotes, run_input=run_input, replaces=fact)
    if not any(item.is_statement_of_contact for item in newer):
        return _dispute(ledger, proposal, quotes=quotes, fact=fact, successor=successor, restores=ended)
    if successor is None:
        ledger, successor = ledger.added(_new(proposal, quotes, restores=ended))
    else:
        settles = not successor.pinned or any(item.is_statement_of_contact for item in newer_quotes(successor, quotes))
        ledger = ledger.supported(successor, _evidence(quotes), status="active" if settles else None)
    ledger = ledger.ended(fact, reason=proposal.reason, successor=successor.id, evidence=_against(quotes))
    reason, rule = "The client says so now.", "contradicted"
    return ledger, _verdict(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=successor)


def _dispute(
    ledger: Ledger,
    proposal: Operation,
    *,
    quotes: Quotes,
    fact: Fact,
    successor: Fact | None,
    restores: Fact | None,
) -> tuple[Ledger, Verdict]:
    """Our own side or a third party says otherwise: both stand and are marked."""
    if successor is None:
        ledger, successor = ledger.added(replace(_new(proposal, quotes, restores=restores), status="disputed"))
    else:
        ledger = ledger.supported(successor, _evidence(quotes))
    ledger = ledger.supported(fact, _against(quotes), status="disputed")
    reason, rule = "The client did not say it themselves, so both are marked as disputed.", "disputed"
    return ledger, _verdict(proposal, "disputed", reason=reason, rule=rule, quotes=quotes, target=fact, fact=successor)


def _reinforce(
    ledger: Ledger, proposal: Operation, *, quotes: Quotes, fact: Fact, run_input: RunInput
) -> tuple[Ledger, Verdict]:
    """More evidence for a fact that stands; the client's own newer statement of it settles a dispute.

    That holds for a pinned fact too: a pin protects it from being ended or disputed, and this strengthens it.
    """
    fresh = tuple(item for item in quotes if not _is_on_file(fact, item.evidence))
    if not fresh:
        reason, rule = "This evidence is on file already.", "known"
        return ledger, _verdict(proposal, "unchanged", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)
    others = [other for other in ledger.facts if other.id != fact.id]
    newer = [item for item in newer_quotes(fact, fresh) if item.is_statement_of_contact]
    is_settled = (
        fact.status == "disputed"
        and bool(newer)
        and not unsupported_words(fact.kind, fact.text, quotes=newer, facts=others, run_input=run_input)
    )
    if is_settled:
        ledger = ledger.supported(fact, _evidence(fresh), status="active")
        reason, rule = "The client confirms it.", "confirmed"
        return ledger, _verdict(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)
    ledger = ledger.supported(fact, _evidence(fresh))
    reason, rule = "Said again.", "said_again"
    return ledger, _verdict(proposal, "reinforced", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)


_RULES = {"add": _add, "restate": _restate, "contradict": _contradict}


def _new(proposal: Operation, quotes: Quotes, *, restores: Fact | None = None) -> Fact:
    """The fact that `proposal` states; the ledger gives it its id and version."""
    return Fact(
        id=0,
        kind=cast(FactKind, proposal.kind),
        type=proposal.type,
        text=proposal.text,
        status="active",
        added_version=0,
        restores=restores.id if restores else None,
        evidence=_evidence(quotes),
    )


def _evidence(quotes: Quotes) -> tuple[Evidence, ...]:
    return tuple(item.evidence for item in quotes)


def _against(quotes: Quotes) -> tuple[Evidence, ...]:
    return tuple(replace(item.evidence, stance="contradicts") for item in quotes)


def _is_on_file(fact: Fact, evidence: Evidence) -> bool:
    return any(
        item.interaction_id == evidence.interaction_id and same_words(item.quote) == same_words(evidence.quote)
        for item in fact.evidence
        if item.stance == "supports"
    )


def _verdict(
    proposal: Operation,
    verdict: Literal["applied", "reinforced", "disputed", "unchanged"],
    *,
    reason: str,
    rule: str,
    quotes: Quotes,
    target: Fact | None,
    fact: Fact,
) -> Verdict:
    return Verdict(
        proposal,
        verdict,
        reason=reason,
        rule=rule,
        evidence=_evidence(quotes),
        target_id=target.id if target else None,
        fact_id=fact.id,
    )
