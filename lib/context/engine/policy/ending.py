"""The operations that end or dispute a fact: `contradict` and `end`."""

from dataclasses import replace

from lib.context.engine.ledger import Ledger, is_same
from lib.context.engine.policy.checks import (
    check_contradiction,
    check_promiser,
    check_same_subject,
    check_statement,
    is_kept,
    named_fact,
)
from lib.context.engine.policy.facts_alike import repeated_fact
from lib.context.engine.policy.newer_quotes import changing_quotes, newer_quotes, own_statements
from lib.context.engine.policy.rejected import Rejected
from lib.context.engine.policy.run_input import RunInput
from lib.context.engine.policy.said import is_denied, is_said
from lib.context.engine.policy.support import check_support
from lib.context.engine.policy.verdicts import FoundQuotes, evidence_against, evidence_for, new_fact, verdict_on
from lib.context.model import KINDS, Fact, Operation, Verdict

_NOT_NEWER = "Its evidence is not newer than what supports the fact, or is the same."


def contradict(
    ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, run_input: RunInput
) -> tuple[Ledger, Verdict]:
    """Another statement in place of the named fact: the client's own ends it, another author's disputes it."""
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
        ledger, successor = ledger.added(new_fact(proposal, quotes, restores=ended))
    else:
        settles = not successor.pinned or bool(own_statements(newer_quotes(successor, own)))
        ledger = ledger.supported(successor, evidence_for(quotes), status="active" if settles else None)
    ledger = ledger.ended(fact, reason=proposal.reason, successor=successor.id, evidence=evidence_against(quotes))
    reason, rule = "The client says so now.", "contradicted"
    return ledger, verdict_on(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=successor)


def end(ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, run_input: RunInput) -> tuple[Ledger, Verdict]:
    """The named fact ended without a successor, under the same conditions as `contradict`."""
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
        ledger = ledger.supported(fact, evidence_against(quotes), status="disputed")
        reason, rule = "The client did not say it themselves, so it is marked as disputed.", "disputed"
        return ledger, verdict_on(proposal, "disputed", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)
    ledger = ledger.ended(fact, reason=proposal.reason, successor=None, evidence=evidence_against(quotes))
    reason, rule = "The client says that it holds no longer.", "ended_now"
    return ledger, verdict_on(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=None)


def _kept(ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, fact: Fact) -> tuple[Ledger, Verdict]:
    """A promise ended as kept, as the other side says."""
    if not is_kept(fact, quotes):
        reason = "Only the other side's words, or a person, show that a promise is kept."
        raise Rejected("not_kept", reason, quotes=quotes, target=fact)
    ledger = ledger.ended(fact, reason=proposal.reason, successor=None, evidence=evidence_against(quotes))
    reason, rule = "The other side says that it is done.", "kept"
    return ledger, verdict_on(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=None)


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
        ledger, successor = ledger.added(replace(new_fact(proposal, quotes, restores=restores), status="disputed"))
    else:
        ledger = ledger.supported(successor, evidence_for(quotes))
    ledger = ledger.supported(fact, evidence_against(quotes), status="disputed")
    reason, rule = "The client did not say it themselves, so both are marked as disputed.", "disputed"
    return ledger, verdict_on(
        proposal, "disputed", reason=reason, rule=rule, quotes=quotes, target=fact, fact=successor
    )
