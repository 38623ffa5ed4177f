"""Whether the quotes of an operation support every word of its text that needs it."""

import re
from collections.abc import Sequence

from lib.context.engine.ledger import Ledger
from lib.context.engine.policy.rejected import Rejected
from lib.context.engine.policy.run_input import RunInput
from lib.context.engine.policy.said import known_names, said_when
from lib.context.evidence.ended_states import is_over
from lib.context.evidence.grounding import unsupported
from lib.context.evidence.plans.planned import is_only_planned
from lib.context.evidence.quotes.find import FoundQuote
from lib.context.evidence.relatedness import ENOUGH, overlap, speaks_of
from lib.context.evidence.stated.joined import is_joined
from lib.context.evidence.stated.standpoint import is_not_the_clients, was_so
from lib.context.model import KINDS, Fact, Operation
from lib.context.text.values.relative_days import with_days

LABEL = 3
"""Blanks of a slug from which on it is a sentence, which its quotes must say, and no label of ours ("seller")."""


def check_support(
    ledger: Ledger,
    proposal: Operation,
    *,
    quotes: Sequence[FoundQuote],
    run_input: RunInput,
    replaces: Fact | None = None,
) -> None:
    """The quotes say every number, date, address and name of the operation's text, and not that it is over."""
    is_slug = KINDS[proposal.kind].is_slug
    if quotes and not is_slug and all(is_over(proposal.text, item.evidence.quote) for item in quotes):
        raise Rejected("unsupported", "The quotes say that it is over.", quotes=quotes, target=replaces)
    is_plain = not is_slug and not KINDS[proposal.kind].has_type
    if quotes and is_plain and all(is_not_the_clients(proposal.text, item.evidence.quote) for item in quotes):
        reason = "The quotes say it only of other people, in their words, or of what might be."
        raise Rejected("unsupported", reason, quotes=quotes, target=replaces)
    if quotes and is_plain and is_only_planned(proposal.text, [item.evidence.quote for item in quotes]):
        reason = "The quotes only plan or hope what it states as done or as so."
        raise Rejected("only_planned", reason, quotes=quotes, target=replaces)
    if replaces is not None and is_plain and all(was_so(proposal.text, item.around) for item in quotes):
        raise Rejected("unsupported", "The quotes say what was so before.", quotes=quotes, target=replaces)
    missing = unsupported_words(proposal.kind, proposal.text, quotes=quotes, facts=ledger.facts, run_input=run_input)
    if missing:
        words = ", ".join(f"“{word}”" for word in missing[:5])
        raise Rejected("unsupported", f"{words} does not stand in the quotes.", quotes=quotes, target=replaces)
    if is_plain and is_joined(proposal.text, [item.evidence.quote for item in quotes]):
        reason = "The quotes say its parts of different things."
        raise Rejected("unsupported", reason, quotes=quotes, target=replaces)
    text = proposal.text
    if is_slug:
        if text.count("_") < LABEL:
            return
        text = text.replace("_", " ")
    share = _share(text, quotes)
    if share is not None and (share < ENOUGH or not speaks_of(text, _dated(quotes))):
        raise Rejected("unrelated", "The quotes do not say it.", quotes=quotes, target=replaces)


def unsupported_words(
    kind: str, text: str, *, quotes: Sequence[FoundQuote], facts: Sequence[Fact], run_input: RunInput
) -> tuple[str, ...]:
    """What `text` claims and neither the quotes nor `facts` say."""
    if KINDS[kind].is_slug:  # a slug of ours, not the client's words; but a figure in it is
        said = set(re.findall(r"\d+", _text(quotes)))
        return tuple(figure for figure in re.findall(r"\d+", text) if figure not in said)
    return unsupported(text, said_when(quotes), known=known_names(run_input.contact, facts))


def _share(text: str, quotes: Sequence[FoundQuote]) -> float | None:
    """The share of the words of `text` that the quotes have; None only where no quote is in its language."""
    share = overlap(text, _dated(quotes))
    if share is not None or len(quotes) < 2:
        return share
    return max((part for item in quotes if (part := overlap(text, _dated([item]))) is not None), default=None)


def _text(quotes: Sequence[FoundQuote]) -> str:
    return "\n".join(item.evidence.quote for item in quotes)


def _dated(quotes: Sequence[FoundQuote]) -> str:
    """The quotes with the days that they mean from the day of their writing on ("this Friday")."""
    return "\n".join(with_days(item.evidence.quote, item.evidence.occurred_at.date()) for item in quotes)
