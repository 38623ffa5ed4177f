"""The operations that add a fact or support it once more: `add` and `restate`."""

from dataclasses import replace

from lib.context.engine.ledger import Ledger
from lib.context.engine.policy.checks import check_promiser, check_statement, named_fact
from lib.context.engine.policy.ending import contradict
from lib.context.engine.policy.facts_alike import repeated_claim, repeated_fact, rival_fact
from lib.context.engine.policy.newer_quotes import changing_quotes, newer_quotes, own_statements
from lib.context.engine.policy.rejected import Rejected
from lib.context.engine.policy.run_input import RunInput
from lib.context.engine.policy.said import how_said, is_left, is_said
from lib.context.engine.policy.support import check_support
from lib.context.engine.policy.verdicts import FoundQuotes, evidence_for, is_on_file, new_fact, verdict_on
from lib.context.evidence.rivals import is_replaced
from lib.context.model import Fact, Operation, Verdict


def add(ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, run_input: RunInput) -> tuple[Ledger, Verdict]:
    """A new fact, unless one on file says the same, states another value of it or rests on the same sentence."""
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
    ledger, fact = ledger.added(new_fact(proposal, quotes, restores=ended))
    reason, rule = ("It is true again.", "true_again") if ended else ("New.", "new")
    return ledger, verdict_on(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=ended, fact=fact)


def restate(ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, run_input: RunInput) -> tuple[Ledger, Verdict]:
    """More evidence for the named fact; where it has ended it is added again as `add` would."""
    fact = named_fact(ledger, proposal, run_input)
    if not fact.is_current:
        again = replace(proposal, text=fact.text, type=fact.type)
        return add(ledger, again, quotes=quotes, run_input=run_input)
    return _reinforce(ledger, proposal, quotes=quotes, fact=fact, run_input=run_input)


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
    ledger, verdict = contradict(ledger, named, quotes=quotes, run_input=known)
    return ledger, replace(verdict, operation=proposal)


def _paraphrase(
    ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, fact: Fact, is_whole: bool
) -> tuple[Ledger, Verdict]:
    """The same words of one sentence in other words: more evidence for the fact, or a person decides with both."""
    if not is_whole:
        reason = f"It repeats in other words what stands: “{fact.text}”. A person decides."
        raise Rejected("paraphrase", reason, quotes=quotes, target=fact)
    fresh = tuple(item for item in quotes if not is_on_file(fact, item.evidence))
    reason, rule = "Another fact says it already, of the same sentence.", "same_claim"
    if not fresh:
        return ledger, verdict_on(
            proposal, "unchanged", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact
        )
    ledger = ledger.supported(fact, evidence_for(fresh))
    return ledger, verdict_on(proposal, "reinforced", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)


def _reinforce(
    ledger: Ledger, proposal: Operation, *, quotes: FoundQuotes, fact: Fact, run_input: RunInput
) -> tuple[Ledger, Verdict]:
    """More evidence for a fact that stands; the client's own newer statement of it settles a dispute.

    That holds for a pinned fact too: a pin protects it from being ended or disputed, and this strengthens it.
    """
    fresh = tuple(item for item in quotes if not is_on_file(fact, item.evidence))
    if not fresh:
        reason, rule = "This evidence is on file already.", "known"
        return ledger, verdict_on(
            proposal, "unchanged", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact
        )
    others = [other for other in ledger.facts if other.id != fact.id]
    fresh = tuple(item for item in fresh if not is_left(fact, item))
    said = how_said(fact.kind, fact.text, quotes=fresh, facts=others, run_input=run_input)
    if said == "no":
        raise Rejected("not_said_again", "The quotes do not say it again.", quotes=quotes, target=fact)
    newer = [item for item in newer_quotes(fact, fresh) if item.is_statement_of_contact]
    if fact.status == "disputed" and is_said(fact.kind, fact.text, quotes=newer, facts=others, run_input=run_input):
        ledger = ledger.supported(fact, evidence_for(fresh), status="active")
        reason, rule = "The client confirms it.", "confirmed"
        return ledger, verdict_on(proposal, "applied", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)
    ledger = ledger.supported(fact, evidence_for(fresh))
    reason, rule = "Said again.", "said_again"
    if said == "weak":
        reason = "Said again in another language, where only its figures and names can be compared."
    return ledger, verdict_on(proposal, "reinforced", reason=reason, rule=rule, quotes=quotes, target=fact, fact=fact)
