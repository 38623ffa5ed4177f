"""The policy: facts stand unless contradicted with newer evidence, new ones are appended, nothing is overwritten.

One pure function judges a reader's operations one by one against the working ledger; a wrong one is rejected alone.
A pin protects a fact from being ended or disputed by a reader; the client's own word, newer than all the fact rests on,
may settle its dispute, which strengthens it. Nothing else that a reader proposes changes the status of a pinned fact.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from lib.context.engine.grounding import names, unsupported
from lib.context.engine.ledger import Ledger, is_same, newest_evidence
from lib.context.engine.proposals import Malformed, operation, same_words, unreadable
from lib.context.engine.quotes import Correspondence, FoundQuote, Source, find
from lib.context.model import Contact, Evidence, Fact, FactKind, Operation, Verdict

MOST_OPERATIONS = 12
MOST_FROM_MESSAGE = 5
"""Operations a run, and operations that one mail or message may carry; a meeting or call may carry them all."""

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
    letters: Correspondence


@dataclass(frozen=True)
class Judgement:
    """The verdict on each operation in order, and the ledger after them; new facts have negative ids."""

    verdicts: tuple[Verdict, ...]
    facts: tuple[Fact, ...]


class _Rejected(Exception):
    """The operation is set aside; carries the rule and the sentence."""

    def __init__(self, rule: str, reason: str, *, found: Sequence[FoundQuote] = (), target: int | None = None) -> None:
        super().__init__(reason)
        self.rule, self.reason, self.target = rule, reason, target
        self.evidence = tuple(item.evidence for item in found)


def judge(facts: Sequence[Fact], operations: Sequence[Any], reading: RunInput, *, version: int) -> Judgement:
    """The verdicts on `operations` (as the reader wrote them) and the facts of `version`, the one being made."""
    ledger = Ledger(tuple(facts), version)
    verdicts: list[Verdict] = []
    carried: Counter[str] = Counter()
    for number, item in enumerate(operations):
        proposal = None
        try:
            proposal = operation(item)
            if number >= MOST_OPERATIONS:
                raise _Rejected("too_many", f"Only the first {MOST_OPERATIONS} operations of a run are judged.")
            found = _found(proposal, reading, carried)
            ledger, verdict = _RULES[proposal.op](ledger, proposal, found, reading)
            carried.update({item.evidence.interaction_id for item in found})
        except Malformed as wrong:
            verdict = Verdict(unreadable(item), "rejected", str(wrong), "malformed")
        except _Rejected as wrong:
            assert proposal is not None  # noqa: S101  only a readable operation is judged
            target = wrong.target or reading.facts.get(proposal.fact)
            verdict = Verdict(proposal, "rejected", wrong.reason, wrong.rule, wrong.evidence, target)
        verdicts.append(verdict)
    return Judgement(tuple(verdicts), ledger.facts)


def _found(proposal: Operation, reading: RunInput, carried: Counter[str]) -> tuple[FoundQuote, ...]:
    found: dict[tuple[str, int, int], FoundQuote] = {}
    for quote in proposal.evidence:
        source = reading.sources.get(quote.source)
        if source is None:
            raise _Rejected("unknown_source", "It cites an interaction that is not part of this run.")
        place = find(quote.quote, source, reading.letters)
        if isinstance(place, str):
            raise _Rejected(place, _QUOTE_WRONG[place])
        found[place.evidence.interaction_id, place.evidence.start, place.evidence.end] = place
    by_id = {source.interaction.id: source for source in reading.sources.values()}
    for interaction_id in {item.evidence.interaction_id for item in found.values()}:
        is_message = by_id[interaction_id].channel not in ("meeting", "call")
        if is_message and carried[interaction_id] >= MOST_FROM_MESSAGE:
            raise _Rejected("too_many_from_source", f"One message may carry {MOST_FROM_MESSAGE} operations.")
    return tuple(found.values())


def _add(
    ledger: Ledger, proposal: Operation, found: tuple[FoundQuote, ...], reading: RunInput
) -> tuple[Ledger, Verdict]:
    standing = ledger.current_like(proposal)
    if standing is not None:
        return _reinforce(ledger, proposal, found, standing, reading)
    ended = _repeated(ledger, proposal, found)
    _check_support(ledger, proposal, found, reading)
    ledger, fact = ledger.added(_new(proposal, found, restores=ended))
    if ended is not None:
        return ledger, _verdict(proposal, "applied", "It is true again.", "true_again", found, ended.id, fact.id)
    return ledger, _verdict(proposal, "applied", "New.", "new", found, None, fact.id)


def _restate(
    ledger: Ledger, proposal: Operation, found: tuple[FoundQuote, ...], reading: RunInput
) -> tuple[Ledger, Verdict]:
    fact = _named(ledger, proposal, reading)
    if not fact.is_current:
        again = replace(proposal, text=fact.text, type=fact.type)
        return _add(ledger, again, found, reading)
    return _reinforce(ledger, proposal, found, fact, reading)


def _contradict(
    ledger: Ledger, proposal: Operation, found: tuple[FoundQuote, ...], reading: RunInput
) -> tuple[Ledger, Verdict]:
    fact = _named(ledger, proposal, reading)
    _check_contradiction(fact, proposal)
    newer = _newer(fact, found)
    if not newer:
        raise _Rejected(
            "not_newer",
            "Its evidence is not newer than what supports the fact, or is the same.",
            found=found,
            target=fact.id,
        )
    successor = ledger.current_like(proposal)
    ended = None if successor else _repeated(ledger, proposal, found)
    _check_support(ledger, proposal, found, reading, replaces=fact)
    against = tuple(replace(item.evidence, stance="contradicts") for item in found)
    if not any(item.is_statement_of_contact for item in newer):
        return _dispute(ledger, proposal, found, fact, successor, ended)
    if successor is None:
        ledger, successor = ledger.added(_new(proposal, found, restores=ended))
    else:
        settles = not successor.pinned or any(item.is_statement_of_contact for item in _newer(successor, found))
        ledger = ledger.supported(successor, _evidence(found), status="active" if settles else None)
    ledger = ledger.ended(fact, reason=proposal.reason, successor=successor.id, evidence=against)
    return ledger, _verdict(
        proposal, "applied", "The client says so now.", "contradicted", found, fact.id, successor.id
    )


def _dispute(
    ledger: Ledger,
    proposal: Operation,
    found: tuple[FoundQuote, ...],
    fact: Fact,
    successor: Fact | None,
    ended: Fact | None,
) -> tuple[Ledger, Verdict]:
    """Our own side or a third party says otherwise: both stand and are marked."""
    against = tuple(replace(item.evidence, stance="contradicts") for item in found)
    if successor is None:
        ledger, successor = ledger.added(replace(_new(proposal, found, restores=ended), status="disputed"))
    else:
        ledger = ledger.supported(successor, _evidence(found))
    ledger = ledger.supported(fact, against, status="disputed")
    reason = "The client did not say it themselves, so both are marked as disputed."
    return ledger, _verdict(proposal, "disputed", reason, "disputed", found, fact.id, successor.id)


def _reinforce(
    ledger: Ledger, proposal: Operation, found: tuple[FoundQuote, ...], fact: Fact, reading: RunInput
) -> tuple[Ledger, Verdict]:
    """More evidence for a fact that stands; the client's own newer word that says it settles a dispute about it."""
    fresh = tuple(item for item in found if not _is_on_file(fact, item.evidence))
    if not fresh:
        return ledger, _verdict(
            proposal, "unchanged", "This evidence is on file already.", "known", found, fact.id, fact.id
        )
    others = [other for other in ledger.facts if other.id != fact.id]
    newer = [item for item in _newer(fact, fresh) if item.is_statement_of_contact]
    if fact.status == "disputed" and newer and not _missing(fact.kind, fact.text, newer, others, reading):
        ledger = ledger.supported(fact, _evidence(fresh), status="active")
        return ledger, _verdict(proposal, "applied", "The client confirms it.", "confirmed", found, fact.id, fact.id)
    ledger = ledger.supported(fact, _evidence(fresh))
    return ledger, _verdict(proposal, "reinforced", "Said again.", "said_again", found, fact.id, fact.id)


_RULES = {"add": _add, "restate": _restate, "contradict": _contradict}


def _named(ledger: Ledger, proposal: Operation, reading: RunInput) -> Fact:
    fact_id = reading.facts.get(proposal.fact)
    fact = ledger.fact(fact_id) if fact_id is not None else None
    if fact is None:
        raise _Rejected("unknown_fact", "It names a fact that does not exist.")
    if fact.kind != proposal.kind:
        raise _Rejected("other_kind", f"The fact is a {fact.kind}, not a {proposal.kind}.", target=fact.id)
    return fact


def _check_contradiction(fact: Fact, proposal: Operation) -> None:
    if not fact.is_current:
        raise _Rejected("ended", "The fact has ended already.", target=fact.id)
    if fact.pinned:
        raise _Rejected("pinned", "A person pinned the fact.", target=fact.id)
    if not proposal.reason:
        raise _Rejected("no_reason", "A contradiction needs a reason.", target=fact.id)
    if is_same(fact, proposal):
        raise _Rejected("same", "It says the same as the fact.", target=fact.id)


def _newer(fact: Fact, found: Sequence[FoundQuote]) -> tuple[FoundQuote, ...]:
    """The quotes first seen after the fact's newest evidence, from interactions that the fact does not rest on."""
    newest = newest_evidence(fact) or datetime.min.replace(tzinfo=UTC)
    cited = {item.interaction_id for item in fact.evidence}
    return tuple(
        item for item in found if item.evidence.first_seen_at > newest and item.evidence.interaction_id not in cited
    )


def _repeated(ledger: Ledger, proposal: Operation, found: tuple[FoundQuote, ...]) -> Fact | None:
    """The ended fact that `proposal` repeats rightly, None when it is new; raises when it may not be repeated."""
    ended = ledger.last_ended_like(proposal)
    if ended is None:
        return None
    if ended.status == "retracted":
        raise _Rejected("retracted", "A person took this fact back; a person decides.", found=found, target=ended.id)
    against = [item.first_seen_at for item in ended.evidence if item.stance == "contradicts"]
    end = max(against, default=None) or ended.ended_at
    if end is not None and not any(item.evidence.first_seen_at > end for item in found):
        raise _Rejected("ended", "This fact has ended, and nothing newer says it again.", found=found, target=ended.id)
    return ended


def _check_support(
    ledger: Ledger,
    proposal: Operation,
    found: tuple[FoundQuote, ...],
    reading: RunInput,
    *,
    replaces: Fact | None = None,
) -> None:
    missing = _missing(proposal.kind, proposal.text, found, ledger.facts, reading)
    if missing:
        words = ", ".join(f"“{word}”" for word in missing[:5])
        raise _Rejected(
            "unsupported",
            f"{words} does not stand in the quotes.",
            found=found,
            target=replaces.id if replaces else None,
        )


def _missing(
    kind: str, text: str, found: Sequence[FoundQuote], facts: Sequence[Fact], reading: RunInput
) -> tuple[str, ...]:
    """What `text` claims and neither the quotes nor `facts` say."""
    if kind == "role":
        return ()  # a slug of ours, not the client's words
    quotes = [(item.evidence.quote, item.evidence.occurred_at) for item in found]
    return unsupported(text, quotes, known=known_names(reading.contact, facts))


def known_names(contact: Contact, facts: Sequence[Fact]) -> Iterator[str]:
    """The names that need no support: the client's own, and those in facts that stand."""
    yield contact.name
    yield contact.company or ""
    for fact in facts:
        if fact.is_current:
            yield from names(fact.text)


def _new(proposal: Operation, found: Sequence[FoundQuote], *, restores: Fact | None = None) -> Fact:
    """The fact that `proposal` states; the ledger gives it its id and version."""
    return Fact(
        id=0,
        kind=cast(FactKind, proposal.kind),
        type=proposal.type,
        text=proposal.text,
        status="active",
        added_version=0,
        restores=restores.id if restores else None,
        evidence=_evidence(found),
    )


def _evidence(found: Sequence[FoundQuote]) -> tuple[Evidence, ...]:
    return tuple(item.evidence for item in found)


def _is_on_file(fact: Fact, evidence: Evidence) -> bool:
    return any(
        item.interaction_id == evidence.interaction_id and same_words(item.quote) == same_words(evidence.quote)
        for item in fact.evidence
        if item.stance == "supports"
    )


def _verdict(
    proposal: Operation,
    verdict: Any,
    reason: str,
    rule: str,
    found: Sequence[FoundQuote],
    target: int | None,
    fact: int,
) -> Verdict:
    return Verdict(proposal, verdict, reason, rule, _evidence(found), target, fact)
