"""Where the quotes of an operation stand, and how many operations one message may carry."""

import re
from collections import Counter

from lib.context.engine.policy.rejected import Rejected
from lib.context.engine.policy.run_input import RunInput
from lib.context.evidence.quotes.find import FoundQuote, find
from lib.context.evidence.stated.cuts import turns
from lib.context.model import KINDS, Operation
from lib.context.text.languages import WITHOUT_BLANKS, small

MOST_FROM_MESSAGE = 5
"""Operations that any mail or message may carry; a meeting or call may carry all of a run."""
MOST_FROM_LONG_MESSAGE = 12
"""Operations that a mail or message may carry however much it says."""
WORDS_OF_OPERATION = 4
"""Different own words that carry one operation in a message that may carry more than `MOST_FROM_MESSAGE`: a letter
full of facts is read whole, while a flood of one sentence with other figures says no more for its length."""
_WORD = re.compile(rf"[{WITHOUT_BLANKS}]{{2}}|[^\W\d_]{{2,}}")
_QUOTE_WRONG = {
    "quote_empty": "A quote has no words.",
    "quote_too_long": "A quote is longer than 400 characters.",
    "quote_not_found": "A quote does not stand in its source.",
    "quote_too_short": "A quote is shorter than 12 characters and no whole sentence.",
}


def located_quotes(proposal: Operation, run_input: RunInput, *, carried: Counter[str]) -> tuple[FoundQuote, ...]:
    """Where the cited quotes stand; `carried` counts the operations that each interaction has carried in this run."""
    located: dict[tuple[str, int, int], FoundQuote] = {}
    for quote in proposal.evidence:
        source = run_input.sources.get(quote.source)
        if source is None:
            raise Rejected("unknown_source", "It cites an interaction that is not part of this run.")
        place = find(quote.quote, source, run_input.correspondence)
        if isinstance(place, str):
            raise Rejected(place, _QUOTE_WRONG[place])
        may_ask = (
            KINDS[proposal.kind].is_slug or KINDS[proposal.kind].has_type
        )  # a request shows a role, a chance, a risk
        if turns(source.interaction.body, place.evidence.start, place.evidence.end, may_ask=may_ask):
            reason = "A quote is cut so that its meaning turns, or it only asks."
            raise Rejected("quote_turned", reason, quotes=[place])
        located[place.evidence.interaction_id, place.evidence.start, place.evidence.end] = place
    by_id = {source.interaction.id: source for source in run_input.sources.values()}
    for interaction_id in {item.evidence.interaction_id for item in located.values()}:
        source = by_id[interaction_id]
        if source.channel in ("meeting", "call"):
            continue
        most = most_from_message(source.own_text)
        if carried[interaction_id] >= most:
            reason = f"This message may carry {most} operations. A person decides."
            raise Rejected("too_many_from_source", reason, quotes=tuple(located.values()))
    return tuple(located.values())


def most_from_message(own_text: str) -> int:
    """How many operations a mail or message with these own words may carry, 5 to 12."""
    words = len(set(_WORD.findall(small(own_text))))
    return min(max(words // WORDS_OF_OPERATION, MOST_FROM_MESSAGE), MOST_FROM_LONG_MESSAGE)
