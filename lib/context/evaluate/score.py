"""What a reader got right in a case, told by the places of its quotes alone: no model judges.

A fact rests on a passage when one of its quotes, for or against it, stands in that interaction and covers at least half
of the passage's characters. On a trap it rests, too, when at least half of the quote lies in the trap.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, fields

from lib.context.evaluate.case import Case, Gold, Passage, Trap
from lib.context.model import Evidence, Fact
from lib.context.share import Share

NOT_OF_CONTACT = ("quoted",)
"""Why a trap's words are not the contact's own, whoever sent them."""


@dataclass(frozen=True)
class Tally:
    """Counts of one case or of many."""

    cases: int = 0
    gold: int = 0
    found: int = 0
    """Gold facts, and those of them that a fact rests on."""
    endings: int = 0
    ended: int = 0
    """Gold facts that end an earlier one, and those of them whose words contradict the earlier one's fact."""
    stale: int = 0
    """Endings that are not right, because the earlier one's fact is still active."""
    omitted: int = 0
    """Endings whose own gold fact was not found."""
    disputed: int = 0
    """Endings that are not right, because the earlier one's fact is disputed and nobody decided yet."""
    facts: int = 0
    precise: int = 0
    """Facts, and those of them that rest on gold and on no trap."""
    traps: int = 0
    taken: int = 0
    """Traps, and those of them that a fact rests on."""
    unlisted: int = 0
    """Facts that rest neither on gold nor on a trap."""
    misattributed: int = 0
    """Facts told as the contact's own word that rest on somebody else's; must be none."""
    threads: int = 0
    told: int = 0
    """Threads, and those of them of which it is told rightly whether they wait for our reply."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def recall(self) -> Share:
        """Gold facts found."""
        return Share(self.found, self.gold)

    @property
    def precision(self) -> Share:
        """Facts that rest on gold and on no trap."""
        return Share(self.precise, self.facts)

    @property
    def right_endings(self) -> Share:
        """Endings made."""
        return Share(self.ended, self.endings)

    @property
    def resisted(self) -> Share:
        """Traps not taken."""
        return Share(self.traps - self.taken, self.traps)

    @property
    def right_replies(self) -> Share:
        """Threads of which it is told rightly whether they wait."""
        return Share(self.told, self.threads)


def total(tallies: Iterable[Tally]) -> Tally:
    """The counts of all together."""
    return sum(tallies, Tally())


def score(case: Case, facts: Iterable[Fact], waiting: Set[str]) -> Tally:
    """The counts of one case; `waiting` are the threads that are told to wait for our reply."""
    ledger = tuple(fact for fact in facts if fact.evidence)
    on_gold = {gold.id: [fact for fact in ledger if rests_on(fact, gold.quote)] for gold in case.gold}
    on_trap = [[fact for fact in ledger if is_taken(fact, trap)] for trap in case.traps]
    precise = {fact.id for resting in on_gold.values() for fact in resting}
    wrong = {fact.id for resting in on_trap for fact in resting}
    endings = [_ending(gold, on_gold) for gold in case.gold if gold.ends is not None]
    return Tally(
        cases=1,
        gold=len(case.gold),
        found=sum(bool(resting) for resting in on_gold.values()),
        endings=len(endings),
        ended=sum("right" in marks for marks in endings),
        stale=sum("stale" in marks for marks in endings),
        omitted=sum("omitted" in marks for marks in endings),
        disputed=sum("disputed" in marks for marks in endings),
        facts=len(ledger),
        precise=len(precise - wrong),
        traps=len(case.traps),
        taken=sum(bool(resting) for resting in on_trap),
        unlisted=sum(fact.id not in precise | wrong for fact in ledger),
        misattributed=sum(is_misattributed(fact, case) for fact in ledger),
        threads=len(case.waiting),
        told=sum((thread in waiting) == waits for thread, waits in case.waiting.items()),
    )


def rests_on(fact: Fact, passage: Passage) -> bool:
    """Whether a quote of the fact covers at least half of the passage."""
    return any(_covers(item, passage) for item in fact.evidence)


def is_taken(fact: Fact, trap: Trap) -> bool:
    """Whether a quote of the fact covers at least half of the trap, or lies in it by at least half."""
    return any(
        _covers(item, trap.quote) or 0 < item.end - item.start <= 2 * _shared(item, trap.quote)
        for item in fact.evidence
    )


def is_misattributed(fact: Fact, case: Case) -> bool:
    """Whether a fact is told as the contact's own word on words that are not theirs.

    Not theirs are those of an interaction that another wrote, of a gold fact that another states, and what is quoted.
    """
    authors = {item.id: item.author for item in case.interactions}
    others = [gold.quote for gold in case.gold if gold.by != "contact"]
    others += [trap.quote for trap in case.traps if trap.why in NOT_OF_CONTACT]
    return any(
        authors.get(item.interaction_id) != "contact" or any(_covers(item, passage) for passage in others)
        for item in fact.evidence
        if item.author == "contact"
    )


def _ending(gold: Gold, on_gold: dict[str, list[Fact]]) -> set[str]:
    """What became of one ending: "right", else why not."""
    earlier, now = on_gold[gold.ends or ""], {fact.id for fact in on_gold[gold.id]}
    for fact in earlier:
        against = [item for item in fact.evidence if item.stance == "contradicts"]
        is_named = fact.superseded_by in now or any(_covers(item, gold.quote) for item in against)
        if fact.status == "contradicted" and is_named:
            return {"right"}
    marks = set() if now else {"omitted"}
    statuses = {fact.status for fact in earlier}
    if "active" in statuses:
        marks.add("stale")
    elif "disputed" in statuses:
        marks.add("disputed")
    return marks


def _covers(evidence: Evidence, passage: Passage) -> bool:
    return 2 * _shared(evidence, passage) >= passage.end - passage.start


def _shared(evidence: Evidence, passage: Passage) -> int:
    """How many characters of the passage the quote has."""
    if evidence.interaction_id != passage.interaction:
        return 0
    return max(0, min(evidence.end, passage.end) - max(evidence.start, passage.start))
