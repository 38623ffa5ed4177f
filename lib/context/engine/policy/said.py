"""Whether quotes by themselves say, leave or deny what a fact states."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from lib.context.engine.policy.run_input import RunInput
from lib.context.evidence.changes import says_otherwise
from lib.context.evidence.ended_states import has_ended, leaves
from lib.context.evidence.grounding import names
from lib.context.evidence.quantities.parts import tells_of_a_part
from lib.context.evidence.quotes.find import FoundQuote
from lib.context.evidence.relatedness import Said, denies, says
from lib.context.evidence.stated.joined import is_joined
from lib.context.evidence.stated.standpoint import is_only_taken_back, only_was_so
from lib.context.model import KINDS, Contact, Fact


def how_said(kind: str, text: str, *, quotes: Sequence[FoundQuote], facts: Sequence[Fact], run_input: RunInput) -> Said:
    """Whether `quotes` by themselves say `text`: its figures, names and polarity, and of its words enough."""
    if not quotes:
        return "no"
    if KINDS[kind].is_slug:
        return "yes"  # a slug of ours: its words need not stand in the quotes
    known = known_names(run_input.contact, facts)
    words, sent = zip(*said_when(quotes), strict=True)
    said = says(text, words, sent=sent, known=known)
    return "no" if said != "no" and is_joined(text, words) else said


def is_said(kind: str, text: str, *, quotes: Sequence[FoundQuote], facts: Sequence[Fact], run_input: RunInput) -> bool:
    """Whether `quotes` by themselves say `text`, were it only by its figures and names in another language."""
    return how_said(kind, text, quotes=quotes, facts=facts, run_input=run_input) != "no"


def is_left(fact: Fact, quote: FoundQuote) -> bool:
    """Whether a quote says that what `fact` states is given up, left, otherwise now, was so or is only told so."""
    words = quote.evidence.quote
    return not KINDS[fact.kind].is_slug and (
        leaves(fact.text, words)
        or says_otherwise(fact.text, words)
        or only_was_so(fact.text, words)
        or is_only_taken_back(fact.text, words)
    )


def is_denied(fact: Fact, quotes: Sequence[FoundQuote]) -> bool:
    """Whether one of `quotes` speaks of what `fact` states and denies it; a slug states what its quotes say.

    What is denied of a part ("one of the two cars") is not denied of the whole.
    """
    supports = tuple(item.quote for item in fact.evidence if item.stance == "supports")
    is_slug = KINDS[fact.kind].is_slug
    stated = supports if is_slug else (fact.text,)
    said = [item.evidence.quote for item in quotes]
    return any(
        (has_ended(text, quote) or denies(text, quote, of_a_role=is_slug))
        and (tells_of_a_part(text) or not tells_of_a_part(quote))
        and not is_only_taken_back(text, quote, is_denial=True)
        for text in stated
        for quote in said
    )


def said_when(quotes: Sequence[FoundQuote]) -> list[tuple[str, datetime]]:
    """The quotes as what was said and when."""
    return [(item.evidence.quote, item.evidence.occurred_at) for item in quotes]


def known_names(contact: Contact, facts: Sequence[Fact]) -> Iterator[str]:
    """The names that need no support: the client's own, and those in facts that stand."""
    yield contact.name
    yield contact.company or ""
    for fact in facts:
        if fact.is_current:
            yield from names(fact.text)
