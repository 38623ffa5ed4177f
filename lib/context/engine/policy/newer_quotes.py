"""Which quotes are newer than the evidence of a fact, and which are the client's own statements."""

from collections.abc import Sequence
from datetime import UTC, datetime

from lib.context.engine.ledger import newest_evidence
from lib.context.evidence.quotes.find import FoundQuote
from lib.context.model import Fact


def newer_quotes(fact: Fact, quotes: Sequence[FoundQuote]) -> tuple[FoundQuote, ...]:
    """The quotes first seen after the fact's newest evidence, from interactions that the fact does not rest on."""
    newest = newest_evidence(fact) or datetime.min.replace(tzinfo=UTC)
    return _after(newest, fact, quotes)


def changing_quotes(fact: Fact, quotes: Sequence[FoundQuote]) -> tuple[FoundQuote, ...]:
    """The quotes that may end or dispute `fact`: newer than its newest evidence.

    The client's own statement has only to be newer than what the client said: our own side's later mail about the
    fact does not keep the client from changing their mind.
    """
    own_word = newest_evidence(fact, author="contact")
    own = tuple(item for item in quotes if item.is_statement_of_contact)
    return tuple(dict.fromkeys((*newer_quotes(fact, quotes), *(_after(own_word, fact, own) if own_word else ()))))


def own_statements(quotes: Sequence[FoundQuote]) -> tuple[FoundQuote, ...]:
    """The quotes that the client stated themselves."""
    return tuple(item for item in quotes if item.is_statement_of_contact)


def _after(moment: datetime, fact: Fact, quotes: Sequence[FoundQuote]) -> tuple[FoundQuote, ...]:
    cited = {item.interaction_id for item in fact.evidence}
    return tuple(
        item for item in quotes if item.evidence.first_seen_at > moment and item.evidence.interaction_id not in cited
    )
