"""What an operation must satisfy: each check lets it pass or raises `Rejected` with the rule's slug and a sentence."""

from collections.abc import Sequence

from lib.context.engine.ledger import Ledger
from lib.context.engine.policy.rejected import Rejected
from lib.context.engine.policy.run_input import RunInput
from lib.context.evidence.changes import may_end
from lib.context.evidence.polarity import same_polarity
from lib.context.evidence.quotes.find import FoundQuote
from lib.context.evidence.relatedness import speaks_of
from lib.context.evidence.stated.standpoint import is_conditional
from lib.context.model import KINDS, PROMISERS, Fact, Operation
from lib.context.text.reply_cues import asks, only_asks
from lib.context.text.sentences import marked_sentences


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
    """A reader may end or dispute only a fact that stands and is not pinned, with a reason."""
    if not fact.is_current:
        raise Rejected("ended", "The fact has ended already.", target=fact)
    if fact.pinned:
        raise Rejected("pinned", "A person pinned the fact.", target=fact)
    if not proposal.reason:
        raise Rejected("no_reason", "A contradiction needs a reason.", target=fact)


def check_statement(proposal: Operation) -> None:
    """A fact states something; what somebody asks for is one only where it is told ("asks for the price list")."""
    kind = KINDS[proposal.kind]
    if not (kind.is_slug or kind.may_be_asked) and only_asks(proposal.text):
        raise Rejected("no_statement", "It asks; a fact states something, such as what the client asks for.")


def check_promiser(proposal: Operation, quotes: Sequence[FoundQuote]) -> None:
    """A promise rests on the words of who gave it alone; it is not changed, a newer one is added."""
    if not KINDS[proposal.kind].is_promise:
        return
    if proposal.op == "contradict":
        raise Rejected("promise_stands", "A promise is kept or not; another one is added beside it.", quotes=quotes)
    by = PROMISERS.get(proposal.type)
    if by is None:
        raise Rejected("no_promiser", f"Its type is one of {', '.join(PROMISERS)}.", quotes=quotes)
    if not all(item.evidence.author == by and (by == "us" or item.is_own) for item in quotes):
        raise Rejected("other_promiser", "Not all its words are of the side that it says promised.", quotes=quotes)


def check_same_subject(fact: Fact, proposal: Operation, quotes: Sequence[FoundQuote]) -> None:
    """What ends or disputes a fact speaks of the same thing, or says that it is over."""
    if KINDS[fact.kind].is_slug or (fact.type and fact.type == proposal.type):
        return
    said = [item.evidence.quote for item in quotes]
    if not may_end(fact.text, proposal.text, said):
        if all(is_conditional(fact.text, quote) or is_conditional(proposal.text, quote) for quote in said):
            raise Rejected("only_might_be", "The quotes tell only what might be.", quotes=quotes, target=fact)
        reason = "It does not speak of the same thing as the fact."
        raise Rejected("other_subject", reason, quotes=quotes, target=fact)


def is_kept(fact: Fact, quotes: Sequence[FoundQuote]) -> bool:
    """Whether the other side of a promise says in all of `quotes` something of it that neither asks nor denies."""
    other = "contact" if PROMISERS.get(fact.type) == "us" else "us"
    return all(
        item.evidence.author == other and item.is_own and _may_be_kept(fact.text, item.evidence.quote)
        for item in quotes
    )


def _may_be_kept(promise: str, quote: str) -> bool:
    """Whether a sentence of `quote` speaks of a promise and neither asks for it nor says that it is not kept."""
    said = [sentence for sentence in marked_sentences(quote) if not asks(sentence)]
    return speaks_of(promise, quote) and any(same_polarity(promise, [sentence]) for sentence in said)
