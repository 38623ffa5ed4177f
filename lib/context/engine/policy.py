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

from lib.context.engine.ledger import Ledger, is_same
from lib.context.engine.policy_checks import (
    MOST_FROM_MESSAGE,
    Rejected,
    RunInput,
    changing_quotes,
    check_contradiction,
    check_promiser,
    check_same_subject,
    check_statement,
    check_support,
    how_said,
    is_denied,
    is_kept,
    is_left,
    is_said,
    located_quotes,
    most_from_message,
    named_fact,
    newer_quotes,
    own_statements,
    repeated_claim,
    repeated_fact,
    rival_fact,
)
from lib.context.engine.proposals import Malformed, operation, same_words, unreadable
from lib.context.evidence.quotes import FoundQuote
from lib.context.evidence.rivals import is_replaced
from lib.context.model import KINDS, Evidence, Fact, FactKind, Operation, Verdict

__all__ = ["MOST_FROM_MESSAGE", "MOST_OPERATIONS", "Judgement", "RunInput", "judge", "most_from_message"]

MOST_OPERATIONS = 12
"""Operations that are judged in one run."""
FoundQuotes = tuple[FoundQuote, ...]
_NOT_NEWER = "Its evidence is not newer than what supports the fact, or is the same."


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
        run_input = _with_earlier(run_input, verdicts)
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


def _with_earlier(run_input: RunInput, verdicts: Sequence[Verdict]) -> RunInput:
    """`run_input` in which the fact of the newest verdict has the alias of its operation, the first being op1.

    So a later value of the same answer ends an earlier one, and both stand in the ledger.
    """
    if not verdicts or verdicts[-1].fact_id is None:
        return run_input
    return replace(run_input, facts={**run_input.facts, f"op{len(verdicts)}": verdicts[-1].fact_id})


def _add(ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, run_input: RunInput) -> tuple[Ledger, Verdict]:
    check_promiser(proposal, quotes)
    check_statement(proposal)
    standing = ledger.current_like(proposal)
    if standing is not None:
        return _reinforce(ledger, proposal, quotes=quotes, fact=standing, run_input=run_input)
    rival = rival_fact(ledger, proposal)
    if rival is not None:
        return _rival(ledger, proposal, quotes=quotes, fact=rival, run_input=run_input)
    ended = repeated_fact(ledger, proposal, quotes=quotes, run_input=run_input)
    check_support(ledger, proposal, quotes=quotes, run_input=run_input)
    again = repeated_claim(ledger, proposal, quotes=quotes, run_input=run_input)
    if again is not None:
        return _paraphrase(ledger, proposal, quotes=quotes, fact=again[0], is_whole=again[1] == "wholly")
    ledger, fact = ledger.added(_new(proposal, quotes, restores=ended))
    reason, rule = ("It is true again.", "true_again") if ended else ("New.", "new")
    return ledger, _verdict(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=ended, fact=fact)


def _restate(
    ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, run_input: RunInput
) -> tuple[Ledger, Verdict]:
    fact = named_fact(ledger, proposal, run_input)
    if not fact.is_current:
        again = replace(proposal, text=fact.text, type=fact.type)
        return _add(ledger, again, quotes=quotes, run_input=run_input)
    return _reinforce(ledger, proposal, quotes=quotes, fact=fact, run_input=run_input)


def _contradict(
    ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, run_input: RunInput
) -> tuple[Ledger, Verdict]:
    fact = named_fact(ledger, proposal, run_input)
    check_contradiction(fact, proposal)
    check_promiser(proposal, quotes)
    check_statement(proposal)
    if is_same(fact, proposal):
        raise Rejected("same", "It says the same as the fact.", target=fact)
    newer = changing_quotes(fact, quotes)
    if not newer:
        raise Rejected("not_newer", _NOT_NEWER, quotes=quotes, target=fact)
    check_same_subject(fact, proposal, newer)
    successor = ledger.current_like(proposal)
    ended = None if successor else repeated_fact(ledger, proposal, quotes=quotes, run_input=run_input)
    check_support(ledger, proposal, quotes=newer, run_input=run_input, replaces=fact)
    own = own_statements(newer)
    if not is_said(proposal.kind, proposal.text, quotes=own, facts=ledger.facts, run_input=run_input):
        if not is_said(proposal.kind, proposal.text, quotes=newer, facts=ledger.facts, run_input=run_input):
            raise Rejected("unrelated", "The newer quotes do not say it.", quotes=quotes, target=fact)
        return _dispute(ledger, proposal, quotes=quotes, fact=fact, successor=successor, restores=ended)
    if successor is None:
        ledger, successor = ledger.added(_new(proposal, quotes, restores=ended))
    else:
        settles = not successor.pinned or bool(own_statements(newer_quotes(successor, own)))
        ledger = ledger.supported(successor, _evidence(quotes), status="active" if settles else None)
    ledger = ledger.ended(fact, reason=proposal.reason, successor=successor.id, evidence=_against(quotes))
    reason, rule = "The client says so now.", "contradicted"
    return ledger, _verdict(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=successor)


def _end(ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, run_input: RunInput) -> tuple[Ledger, Verdict]:
    """What holds no longer and has no successor: with the same demands as a contradiction."""
    fact = named_fact(ledger, proposal, run_input)
    check_contradiction(fact, proposal)
    newer = changing_quotes(fact, quotes)
    if not newer:
        raise Rejected("not_newer", _NOT_NEWER, quotes=quotes, target=fact)
    if KINDS[fact.kind].is_promise:
        return _kept(ledger, proposal, quotes=newer, fact=fact)
    if not is_denied(fact, newer):
        raise Rejected("not_ended", "The quotes do not say that it holds no longer.", quotes=quotes, target=fact)
    if not is_denied(fact, own_statements(newer)):
        ledger = ledger.supported(fact, _against(quotes), status="disputed")
        reason, rule = "The client did not say it themselves, so it is marked as disputed.", "disputed"
        return ledger, _verdict(proposal, "disputed", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)
    ledger = ledger.ended(fact, reason=proposal.reason, successor=None, evidence=_against(quotes))
    reason, rule = "The client says that it holds no longer.", "ended_now"
    return ledger, _verdict(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=None)


def _kept(ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, fact: Fact) -> tuple[Ledger, Verdict]:
    """A promise that the other side's words say is kept."""
    if not is_kept(fact, quotes):
        reason = "Only the other side's words, or a person, show that a promise is kept."
        raise Rejected("not_kept", reason, quotes=quotes, target=fact)
    ledger = ledger.ended(fact, reason=proposal.reason, successor=None, evidence=_against(quotes))
    reason, rule = "The other side says that it is done.", "kept"
    return ledger, _verdict(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=None)


def _rival(
    ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, fact: Fact, run_input: RunInput
) -> tuple[Ledger, Verdict]:
    """Another value of what `fact` states, proposed as new: the client's newer word for it ends the fact.

    Else a person decides, with both before them: two values of one thing never stand side by side unnoticed.
    """
    own = own_statements(changing_quotes(fact, quotes)) if is_replaced(fact.text, proposal.text) else ()
    if fact.pinned or not is_said(proposal.kind, proposal.text, quotes=own, facts=ledger.facts, run_input=run_input):
        reason = f"Another value stands: “{fact.text}”. A person decides."
        raise Rejected("two_values", reason, quotes=quotes, target=fact)
    reason = proposal.reason or "The client gave another value."
    alias = next((alias for alias, fact_id in run_input.facts.items() if fact_id == fact.id), "")
    named = replace(proposal, op="contradict", fact=alias, reason=reason)
    known = replace(run_input, facts={**run_input.facts, alias: fact.id})
    ledger, verdict = _contradict(ledger, named, quotes=quotes, run_input=known)
    return ledger, replace(verdict, operation=proposal)


def _paraphrase(
    ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, fact: Fact, is_whole: bool
) -> tuple[Ledger, Verdict]:
    """The same words of one sentence in other words: more evidence for the fact, or a person decides with both."""
    if not is_whole:
        reason = f"It repeats in other words what stands: “{fact.text}”. A person decides."
        raise Rejected("paraphrase", reason, quotes=quotes, target=fact)
    fresh = tuple(item for item in quotes if not _is_on_file(fact, item.evidence))
    reason, rule = "Another fact says it already, of the same sentence.", "same_claim"
    if not fresh:
        return ledger, _verdict(proposal, "unchanged", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)
    ledger = ledger.supported(fact, _evidence(fresh))
    return ledger, _verdict(proposal, "reinforced", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)


def _dispute(
    ledger: Ledger,
    proposal: Operation,
    *,
    quotes: FoundQuotes,
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
    ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, fact: Fact, run_input: RunInput
) -> tuple[Ledger, Verdict]:
    """More evidence for a fact that stands; the client's own newer statement of it settles a dispute.

    That holds for a pinned fact too: a pin protects it from being ended or disputed, and this strengthens it.
    """
    fresh = tuple(item for item in quotes if not _is_on_file(fact, item.evidence))
    if not fresh:
        reason, rule = "This evidence is on file already.", "known"
        return ledger, _verdict(proposal, "unchanged", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)
    others = [other for other in ledger.facts if other.id != fact.id]
    fresh = tuple(item for item in fresh if not is_left(fact, item))
    said = how_said(fact.kind, fact.text, quotes=fresh, facts=others, run_input=run_input)
    if said == "no":
        raise Rejected("not_said_again", "The quotes do not say it again.", quotes=quotes, target=fact)
    newer = [item for item in newer_quotes(fact, fresh) if item.is_statement_of_contact]
    if fact.status == "disputed" and is_said(fact.kind, fact.text, quotes=newer, facts=others, run_input=run_input):
        ledger = ledger.supported(fact, _evidence(fresh), status="active")
        reason, rule = "The client confirms it.", "confirmed"
        return ledger, _verdict(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)
    ledger = ledger.supported(fact, _evidence(fresh))
    reason, rule = "Said again.", "said_again"
    if said == "weak":
        reason = "Said again in another language, where only its figures and names can be compared."
    return ledger, _verdict(proposal, "reinforced", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)


_RULES = {"add": _add, "restate": _restate, "contradict": _contradict, "end": _end}


def _new(proposal: Operation, quotes: FoundQuotes, *, restores: Fact | None = None) -> Fact:
    """The fact that `proposal` states; the ledger gives it its id and version."""
    return Fact(
        id=0,
        kind=cast(FactKind, proposal.kind),
        type=proposal.type,
        text=proposal.text,
        status="active",
        added_version=0,
        restores=restores.id if restores and restores.id > 0 else None,  # what ended in this run is on file nowhere
        evidence=_evidence(quotes),
    )


def _evidence(quotes: FoundQuotes) -> tuple[Evidence, ...]:
    return tuple(item.evidence for item in quotes)


def _against(quotes: FoundQuotes) -> tuple[Evidence, ...]:
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
    quotes: FoundQuotes,
    target: Fact | None,
    fact: Fact | None,
) -> Verdict:
    return Verdict(
        proposal,
        verdict,
        reason=reason,
        rule=rule,
        evidence=_evidence(quotes),
        target_id=target.id if target else None,
        fact_id=fact.id if fact else None,
    )
