"""What a reader says of threads that wait for our answer or do not: a verbatim quote of the client's newest words."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from lib.context.engine.threads import Thread
from lib.context.evidence.quotes.correspondence import Correspondence
from lib.context.evidence.quotes.find import FoundQuote, find
from lib.context.evidence.quotes.source import Source
from lib.context.evidence.stated.cuts import turns
from lib.context.model import Suggestion
from lib.context.text.normalize import storable
from lib.context.text.reply_cues import asks
from lib.context.text.sentences import marked_sentences

_ASKS = re.compile(r"[?？؟]")
ANSWERED = "Nothing of the client is unanswered in this thread."
NOT_FOUND = "Its quote is no new word of the client's own in the newest messages of this thread."
TURNED = "Its quote is cut so that its meaning turns."
STILL_ASKS = "The message asks in or after these words."


def judged_wait(
    item: Any, threads: Mapping[str, Thread], correspondence: Correspondence
) -> tuple[Suggestion, Literal["applied", "rejected"], str, FoundQuote | None] | None:
    """The verdict on what one item of an answer's `threads` says of waiting; None where it says nothing.

    The quote must stand in a message that the client sent since we last wrote to or spoke with them, as their own
    words, first seen there. "no" must not leave out a question: none may stand in the quote or after it. What our side
    or the client does later is read from the rows as ever.
    """
    value, quote, alias = (
        (item.get(name) for name in ("waits", "quote", "thread")) if isinstance(item, dict) else (0,) * 3
    )
    if value not in ("yes", "no") or not isinstance(alias, str) or alias not in threads or not isinstance(quote, str):
        return None
    thread = threads[alias]
    word = Suggestion("needs_reply", thread.key, value, thread.last_at)
    if not thread.unanswered:
        return word, "rejected", ANSWERED, None
    for message in reversed(thread.unanswered):
        place = find(storable(quote), message, correspondence)
        if isinstance(place, str) or not place.is_statement_of_contact or place.evidence.first_seen_at < message.at:
            continue
        evidence, body = place.evidence, message.interaction.body
        word = Suggestion("needs_reply", message.interaction.id, value, evidence.first_seen_at, evidence.quote)
        if turns(body, evidence.start, evidence.end, may_ask=True):
            return word, "rejected", TURNED, place
        if value == "no" and _still_asks(message, evidence.start):
            return word, "rejected", STILL_ASKS, place
        return word, "applied", "The client's words show it.", place
    return word, "rejected", NOT_FOUND, None


def _still_asks(message: Source, start: int) -> bool:
    """Whether the author's own words from `start` on have a sentence that asks with a question mark."""
    body = message.interaction.body
    own = (
        body[max(segment.start, start) : segment.end]
        for segment in message.segments
        if segment.part == "own" and segment.end > start
    )
    return any(_ASKS.search(sentence) and asks(sentence) for sentence in marked_sentences(" ".join(own)))
