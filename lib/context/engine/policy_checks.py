"""What an operation must satisfy: each check lets it pass or raises `Rejected` with the rule's slug and a sentence."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lib.context.engine.ledger import Ledger, newest_evidence
from lib.context.evidence.changes import may_end
from lib.context.evidence.cuts import turns
from lib.context.evidence.ended_states import has_ended, is_over, leaves
from lib.context.evidence.grounding import names, unsupported
from lib.context.evidence.paraphrases import Repeats, repeats, shared_sentence
from lib.context.evidence.quotes import Correspondence, FoundQuote, Source, find
from lib.context.evidence.relatedness import ENOUGH, Said, denies, overlap, says, speaks_of
from lib.context.evidence.rivals import are_rivals
from lib.context.evidence.standpoint import is_not_the_clients
from lib.context.model import KINDS, PROMISERS, Contact, Fact, Operation
from lib.context.text.languages import WITHOUT_BLANKS, small
from lib.context.text.reply_cues import only_asks
from lib.context.text.values.relative_days import with_days

MOST_FROM_MESSAGE = 5
"""Operations that any mail or message may carry; a meeting or call may carry all of a run."""
MOST_FROM_LONG_MESSAGE = 12
"""Operations that a mail or message may carry however much it says."""
WORDS_OF_OPERATION = 4
"""Different own words that carry one operation in a message that may carry more than `MOST_FROM_MESSAGE`: a letter
full of facts is read whole, while a flood of one sentence with other figures says no more for its length."""
_WORD = re.compile(rf"[{WITHOUT_BLANKS}]{{2}}|[^\W\d_]{{2,}}")
LABEL = 3
"""Blanks of a slug from which on it is a sentence, which its quotes must say, and no label of ours ("seller")."""

_QUOTE_WRONG = {
    "quote_empty": "A quote has no words.",
    "quote_too_long": "A quote is longer than 400 characters.",
    "quote_not_found": "A quote does not stand in its source.",
    "quote_too_short": "A quote is shorter than 12 characters and no whole sentence.",
}


@dataclass(frozen=True)
class RunInput:
    """What one run read: its sources and facts by alias, and the whole correspondence, to date the words."""

    contact: Contact
    sources: Mapping[str, Source]
    facts: Mapping[str, int]
    correspondence: Correspondence


class Rejected(Exception):
    """The operation is set aside; carries the rule, the sentence and, where known, the quotes and the fact."""

    def __init__(
        self, rule: str, reason: str, *, quotes: Sequence[FoundQuote] = (), target: Fact | None = None
    ) -> None:
        super().__init__(reason)
        self.rule, self.reason, self.target = rule, reason, target
        self.evidence = tuple(item.evidence for item in quotes)


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
    """A fact states something; what somebody asks for is one only where it is told ("asks for the price list").

    What they would buy or book is an opportunity in their own words, too: "Do you give cooking classes?"
    """
    kind = KINDS[proposal.kind]
    if not kind.is_slug and not kind.may_ask and only_asks(proposal.text):
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


def is_kept(fact: Fact, quotes: Sequence[FoundQuote]) -> bool:
    """Whether the other side of a promise speaks of it in all of `quotes`."""
    other = "contact" if PROMISERS.get(fact.type) == "us" else "us"
    return all(
        item.evidence.author == other and item.is_own and speaks_of(fact.text, item.evidence.quote) for item in quotes
    )


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


def _after(moment: datetime, fact: Fact, quotes: Sequence[FoundQuote]) -> tuple[FoundQuote, ...]:
    cited = {item.interaction_id for item in fact.evidence}
    return tuple(
        item for item in quotes if item.evidence.first_seen_at > moment and item.evidence.interaction_id not in cited
    )


def own_statements(quotes: Sequence[FoundQuote]) -> tuple[FoundQuote, ...]:
    """The quotes that the client stated themselves."""
    return tuple(item for item in quotes if item.is_statement_of_contact)


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
    missing = unsupported_words(proposal.kind, proposal.text, quotes=quotes, facts=ledger.facts, run_input=run_input)
    if missing:
        words = ", ".join(f"“{word}”" for word in missing[:5])
        raise Rejected("unsupported", f"{words} does not stand in the quotes.", quotes=quotes, target=replaces)
    text = proposal.text
    if is_slug:
        if text.count("_") < LABEL:
            return
        text = text.replace("_", " ")
    share = _share(text, quotes)
    if share is not None and (share < ENOUGH or not speaks_of(text, _dated(quotes))):
        raise Rejected("unrelated", "The quotes do not say it.", quotes=quotes, target=replaces)


def how_said(kind: str, text: str, *, quotes: Sequence[FoundQuote], facts: Sequence[Fact], run_input: RunInput) -> Said:
    """Whether `quotes` by themselves say `text`: its figures, names and polarity, and of its words enough."""
    if not quotes:
        return "no"
    if KINDS[kind].is_slug:
        return "yes"  # a slug of ours: its words need not stand in the quotes
    known = known_names(run_input.contact, facts)
    words, sent = zip(*_words(quotes), strict=True)
    return says(text, words, sent=sent, known=known)


def is_left(fact: Fact, quote: FoundQuote) -> bool:
    """Whether a quote says that what `fact` states is given up or left: it does not say it again."""
    return not KINDS[fact.kind].is_slug and leaves(fact.text, quote.evidence.quote)


def is_said(kind: str, text: str, *, quotes: Sequence[FoundQuote], facts: Sequence[Fact], run_input: RunInput) -> bool:
    """Whether `quotes` by themselves say `text`, were it only by its figures and names in another language."""
    return how_said(kind, text, quotes=quotes, facts=facts, run_input=run_input) != "no"


def check_same_subject(fact: Fact, proposal: Operation, quotes: Sequence[FoundQuote]) -> None:
    """What ends or disputes a fact speaks of the same thing, or says that it is over."""
    if KINDS[fact.kind].is_slug or (fact.type and fact.type == proposal.type):
        return
    if not may_end(fact.text, proposal.text, [item.evidence.quote for item in quotes]):
        reason = "It does not speak of the same thing as the fact."
        raise Rejected("other_subject", reason, quotes=quotes, target=fact)


def is_denied(fact: Fact, quotes: Sequence[FoundQuote]) -> bool:
    """Whether one of `quotes` speaks of what `fact` states and denies it; a slug states what its quotes say."""
    supports = tuple(item.quote for item in fact.evidence if item.stance == "supports")
    is_slug = KINDS[fact.kind].is_slug
    stated = supports if is_slug else (fact.text,)
    said = [item.evidence.quote for item in quotes]
    return any(has_ended(text, quote) or denies(text, quote, of_a_role=is_slug) for text in stated for quote in said)


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


def unsupported_words(
    kind: str, text: str, *, quotes: Sequence[FoundQuote], facts: Sequence[Fact], run_input: RunInput
) -> tuple[str, ...]:
    """What `text` claims and neither the quotes nor `facts` say."""
    if KINDS[kind].is_slug:  # a slug of ours, not the client's words; but a figure in it is
        said = set(re.findall(r"\d+", _text(quotes)))
        return tuple(figure for figure in re.findall(r"\d+", text) if figure not in said)
    return unsupported(text, _words(quotes), known=known_names(run_input.contact, facts))


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


def _words(quotes: Sequence[FoundQuote]) -> list[tuple[str, datetime]]:
    """The quotes as what was said and when."""
    return [(item.evidence.quote, item.evidence.occurred_at) for item in quotes]


def known_names(contact: Contact, facts: Sequence[Fact]) -> Iterator[str]:
    """The names that need no support: the client's own, and those in facts that stand."""
    yield contact.name
    yield contact.company or ""
    for fact in facts:
        if fact.is_current:
            yield from names(fact.text)
