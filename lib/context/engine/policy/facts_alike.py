"""The facts on file that say what an operation says: ended ones, other values of one thing, paraphrases."""

from collections.abc import Sequence

from lib.context.engine.ledger import Ledger
from lib.context.engine.policy.newer_quotes import own_statements
from lib.context.engine.policy.rejected import Rejected
from lib.context.engine.policy.run_input import RunInput
from lib.context.engine.policy.said import is_said
from lib.context.evidence.paraphrases import Repeats, repeats, shared_sentence
from lib.context.evidence.quotes.find import FoundQuote
from lib.context.evidence.rivals import are_rivals
from lib.context.model import KINDS, Fact, Operation


def repeated_fact(
    ledger: Ledger, proposal: Operation, *, quotes: Sequence[FoundQuote], run_input: RunInput
) -> Fact | None:
    """The ended fact that `proposal` repeats rightly, None when it is new; raises when it may not be repeated.

    What has ended is true again only where the client themselves say so, in words newer than its end that say it by
    themselves: neither a greeting beside old words nor our own side's mail brings it back.
    """
    ended = ledger.last_ended_like(proposal)
    if ended is None:
        return None
    if ended.status == "retracted":
        raise Rejected("retracted", "A person took this fact back; a person decides.", quotes=quotes, target=ended)
    against = [item.first_seen_at for item in ended.evidence if item.stance == "contradicts"]
    end = max(against, default=None) or ended.ended_at
    newer = [item for item in own_statements(quotes) if end is None or item.evidence.first_seen_at > end]
    others = [fact for fact in ledger.facts if fact.id != ended.id]
    if not is_said(proposal.kind, ended.text, quotes=newer, facts=others, run_input=run_input):
        reason = "This fact has ended, and no newer word of the client's own says it again."
        raise Rejected("ended", reason, quotes=quotes, target=ended)
    return ended


def rival_fact(ledger: Ledger, proposal: Operation) -> Fact | None:
    """The newest current fact that states another value of the same thing ("Budget is 450,000"), or None."""
    if KINDS[proposal.kind].is_slug or KINDS[proposal.kind].is_promise:
        return None
    rivals = (
        fact
        for fact in reversed(ledger.facts)
        if fact.is_current and (fact.kind, fact.type) == (proposal.kind, proposal.type)
        if are_rivals(fact.text, proposal.text)
    )
    return next(rivals, None)


def repeated_claim(
    ledger: Ledger, proposal: Operation, *, quotes: Sequence[FoundQuote], run_input: RunInput
) -> tuple[Fact, Repeats] | None:
    """The current fact that took from a quoted sentence what `proposal` takes from it, and whether wholly; or None."""
    if KINDS[proposal.kind].is_slug:
        return None
    bodies = {source.interaction.id: source.interaction.body for source in run_input.sources.values()}
    partly = None
    for fact in reversed(ledger.facts):
        if not fact.is_current or (fact.kind, fact.type) != (proposal.kind, proposal.type):
            continue
        for item in quotes:
            id = item.evidence.interaction_id
            old = [other for other in fact.evidence if other.interaction_id == id and other.stance == "supports"]
            sentence = shared_sentence(bodies[id], [item.evidence], old) if old else None
            if sentence is None:
                continue
            repetition = repeats(proposal.text, fact.text, sentence, sent=item.evidence.occurred_at)
            if repetition == "wholly":
                return fact, repetition
            partly = partly or ((fact, repetition) if repetition == "partly" else None)
    return partly
