"""Proposals that a hostile or careless reader might make of a corpus, and how many of each kind the policy refuses.

Each is judged alone, as the one proposal of a run, against a ledger that states the one fact it aims at.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lib.context.engine import summary
from lib.context.engine.cited import by_alias
from lib.context.engine.policy import Judgement, RunInput, judge
from lib.context.evaluate.case import Case, Gold
from lib.context.evaluate.oracle import REASON, first_of, proposal
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.model import Author, Fact, Interaction
from lib.context.share import Share
from lib.context.text.mail.shown_body import shown_body

ATTACKS = {
    "wrong value": "a fact with another number than its quote",
    "unrelated quote": "a fact with a true quote of something else",
    "restate ended": "a fact said again with the words that end it",
    "stale contradiction": "a fact ended by the older words that it replaced",
    "our words": "the client's fact ended by our own words",
    "another speaker": "the client's fact ended by somebody else's words",
    "wrong summary": "a sentence of the summary with another number than the fact it cites",
}
"""Every attack, in the order of the report, with what it tries."""
_NUMBER = re.compile(r"(?<![\w.,])\d+(?![\w])")
_TARGET = "f1"


@dataclass(frozen=True)
class Attack:
    """One hostile proposal and whether it was refused."""

    attack: str
    is_refused: bool


def attempts(case: Case) -> Iterator[Attack]:
    """Every attack on every gold fact that it fits; what the policy does not take even honestly is no target."""
    by_id = {gold.id: gold for gold in case.gold}
    for gold in case.gold:
        fact = _stated(case, gold)
        wrong = changed(case, gold)
        if fact is not None and wrong:
            hostile = {**proposal(case, gold, source=gold.quote.interaction), "text": wrong}
            yield Attack("wrong value", _verdict(case, hostile) == "rejected")
            yield Attack("wrong summary", _is_dropped(case, fact, wrong))
        other = _elsewhere(case, gold)
        if other is not None:
            hostile = proposal(case, gold, source=gold.quote.interaction)
            hostile["evidence"] = [{"source": other.quote.interaction, "quote": other.quote.text}]
            yield Attack("unrelated quote", _verdict(case, hostile) == "rejected")
        if gold.ends is not None and by_id[gold.ends].kind == gold.kind:
            yield from _on_ending(case, by_id[gold.ends], gold)


def count(attempted: Iterable[Attack]) -> dict[str, Share]:
    """How many of each attack were refused, of those that were tried."""
    told = tuple(attempted)
    return {
        name: Share(
            sum(item.is_refused for item in told if item.attack == name), sum(item.attack == name for item in told)
        )
        for name in ATTACKS
    }


def changed(case: Case, gold: Gold) -> str:
    """The words of `gold` with the next number that its message does not have; "" where it has no number."""
    match = _NUMBER.search(gold.quote.text)
    if match is None:
        return ""
    body = next(item.body for item in case.interactions if item.id == gold.quote.interaction)
    number = int(match[0]) + 1
    while str(number) in body:
        number += 1
    text = f"{gold.quote.text[: match.start()]}{number:0{len(match[0])}}{gold.quote.text[match.end() :]}"
    return " ".join(text.split())


def _on_ending(case: Case, old: Gold, new: Gold) -> Iterator[Attack]:
    """The attacks on a fact and on the one that ends it."""
    before, after = _stated(case, old), _stated(case, new)
    words = {**proposal(case, new, source=new.quote.interaction), "fact": _TARGET, "reason": REASON}
    if before is not None:
        said_again = {**words, "op": "restate", "text": before.text}
        yield Attack("restate ended", _verdict(case, said_again, before) not in ("applied", "reinforced"))
        if old.by == "contact":
            speakers: tuple[tuple[str, Author], ...] = (("our words", "us"), ("another speaker", "other"))
            for name, author in speakers:
                spoken, hostile = _spoken_by(case, new, author), {**words, "op": "contradict"}
                yield Attack(name, _verdict(spoken, hostile, before) != "applied")
    if after is not None:
        older = {**proposal(case, old, source=old.quote.interaction), "op": "contradict", "type": after.type}
        verdict = _verdict(case, {**older, "fact": _TARGET, "reason": REASON}, after)
        yield Attack("stale contradiction", verdict in ("rejected", "unchanged"))


def _stated(case: Case, gold: Gold) -> Fact | None:
    """The fact that an honest proposal of `gold` alone makes, or None where the policy does not take it."""
    judgement = _judged(case, proposal(case, gold, source=gold.quote.interaction))
    return judgement.facts[0] if judgement.facts else None


def _verdict(case: Case, hostile: dict[str, Any], target: Fact | None = None) -> str:
    return _judged(case, hostile, target).verdicts[0].verdict


def _judged(case: Case, operation: dict[str, Any], target: Fact | None = None) -> Judgement:
    """What the policy says to one proposal that may cite every interaction of the case."""
    correspondence = correspondence_of([_as_shown(item) for item in case.interactions])
    known = {} if target is None else {_TARGET: target.id}
    run_input = RunInput(
        case.contact, {item.interaction.id: item for item in correspondence.sources}, known, correspondence
    )
    return judge(() if target is None else (target,), [operation], run_input, version=1)


def _is_dropped(case: Case, fact: Fact, sentence: str) -> bool:
    """Whether a summary that says `sentence` and cites `fact` goes without it."""
    cited = by_alias(facts={_TARGET: fact}, threads={}, deals={})
    said = summary.stated([{"text": sentence, "cites": [_TARGET]}], cited, (case.name, case.company))
    return not any(isinstance(item, summary.Sentence) for item in said)


def _elsewhere(case: Case, gold: Gold) -> Gold | None:
    """The next gold fact, going round, of another interaction and another line of what ends what."""
    place = case.gold.index(gold)
    others = (*case.gold[place + 1 :], *case.gold[:place])
    line, interaction = first_of(case, gold), gold.quote.interaction
    return next(
        (item for item in others if item.quote.interaction != interaction and first_of(case, item) != line), None
    )


def _spoken_by(case: Case, gold: Gold, author: Author) -> Case:
    """The case in which the words of `gold` are another's, alone in a message of the same moment."""
    moved = tuple(
        replace(item, author=author, author_name=None, direction="out", kind="note", body=gold.quote.text)
        if item.id == gold.quote.interaction
        else item
        for item in case.interactions
        if item.id == gold.quote.interaction or item.occurred_at < _moment(case, gold)
    )
    return replace(case, interactions=moved)


def _moment(case: Case, gold: Gold) -> datetime:
    return next(item.occurred_at for item in case.interactions if item.id == gold.quote.interaction)


def _as_shown(interaction: Interaction) -> Interaction:
    return replace(interaction, body=shown_body(interaction.body))
