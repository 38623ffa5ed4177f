"""What people decide about a contact's facts; each decision is a run with an actor and a reason, like any other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Engine

from lib.context.adopt import adopt
from lib.context.engine.derived import dispute
from lib.context.engine.draft import Draft, drafted, next_version
from lib.context.engine.ledger import Ledger, is_same, stood
from lib.context.engine.proposals import TEXT_LENGTH, WITHOUT_TEXT, slug
from lib.context.engine.state import State
from lib.context.model import KINDS, Fact, FactKind, Operation, Outcome
from lib.context.records import RunRecord, Snapshot
from lib.context.run_document import evidence_of
from lib.context.store import reads
from lib.context.store.sources import reading
from lib.context.store.writes import in_turn, save
from lib.context.text.normalize import one_line, storable
from lib.errors import OrbError

Decide = Callable[[State, Ledger], Ledger]


BUSY = "Others changed this contact at the same time; nothing was decided. Try again."
NOTHING_SAID = "This proposal says nothing that could be accepted."


class Refused(OrbError):
    title = "This cannot be decided."
    next_step = "Open the contact again to see how it stands now."


def pin(database: Engine, contact_id: UUID, fact_id: int, *, actor: str, now: datetime, reason: str = "") -> Outcome:
    """Protect a current fact: no reader can contradict it. A run without a version."""
    return _decide(
        database,
        contact_id,
        decision={"what": "pin", "fact_id": fact_id},
        actor=actor,
        reason=reason or "Pinned.",
        now=now,
        decide=_set_pin(fact_id, is_pinned=True),
    )


def unpin(database: Engine, contact_id: UUID, fact_id: int, *, actor: str, now: datetime, reason: str = "") -> Outcome:
    """Let readers contradict a pinned fact again. A run without a version."""
    return _decide(
        database,
        contact_id,
        decision={"what": "unpin", "fact_id": fact_id},
        actor=actor,
        reason=reason or "Unpinned.",
        now=now,
        decide=_set_pin(fact_id, is_pinned=False),
    )


def retract(database: Engine, contact_id: UUID, fact_id: int, *, actor: str, reason: str, now: datetime) -> Outcome:
    """Take back a current fact; no reader can bring it back by itself."""

    def decide(_: State, ledger: Ledger) -> Ledger:
        return ledger.ended(_current(ledger, fact_id), reason=reason, successor=None, status="retracted")

    decision = {"what": "retract", "fact_id": fact_id}
    return _decide(database, contact_id, decision=decision, actor=actor, reason=reason, now=now, decide=decide)


def correct(
    database: Engine, contact_id: UUID, fact_id: int, text: str, *, actor: str, reason: str, now: datetime
) -> Outcome:
    """Put a person's words in the place of a current fact, which stays with its evidence and names its successor."""

    def decide(_: State, ledger: Ledger) -> Ledger:
        old = _current(ledger, fact_id)
        new = _persons(old.kind, old.type, text, actor=actor, reason=reason, pinned=old.pinned)
        return _replace(ledger, old, new=new, reason=reason)

    decision = {"what": "correct", "fact_id": fact_id}
    return _decide(database, contact_id, decision=decision, actor=actor, reason=reason, now=now, decide=decide)


def restore(database: Engine, contact_id: UUID, fact_id: int, *, actor: str, reason: str, now: datetime) -> Outcome:
    """State an ended fact again, as a new one that names it."""

    def decide(_: State, ledger: Ledger) -> Ledger:
        old = ledger.fact(fact_id)
        if old is None or old.is_current:
            raise Refused("Only a fact that has ended can be restored.")
        return _restate(ledger, old, actor=actor, reason=reason)

    decision = {"what": "restore", "fact_id": fact_id}
    return _decide(database, contact_id, decision=decision, actor=actor, reason=reason, now=now, decide=decide)


def accept(
    database: Engine, contact_id: UUID, run_id: int, number: int, *, actor: str, reason: str, now: datetime
) -> Outcome:
    """Take on a rejected proposal on a person's word: `number` counts the run's operations from 0."""
    with reading(database) as connection:
        operations = reads.run(connection, contact_id, run_id).proposals.get("operations", [])
    if not 0 <= number < len(operations) or operations[number]["verdict"] != "rejected":
        raise Refused("Only a rejected proposal can be accepted.")
    proposal = operations[number]
    if not may_be_accepted(proposal["op"], rule=proposal["rule"], text=proposal["text"]):
        raise Refused(NOTHING_SAID, next_step="Correct a fact by hand instead.")

    def decide(_: State, ledger: Ledger) -> Ledger:
        made = _persons(proposal["kind"], proposal["type"], proposal["text"], actor=actor, reason=reason)
        new = replace(made, evidence=tuple(evidence_of(item) for item in proposal["evidence"]))
        old = ledger.fact(proposal["target_id"]) if proposal["target_id"] else None
        if proposal["op"] == "contradict" and old is not None and old.is_current:
            return _replace(ledger, old, new=new, reason=reason)
        if old is not None and not old.is_current and is_same(old, _statement(new)):
            new = replace(new, restores=old.id)
        return _append(ledger, new)[0]

    decision = {"what": "accept", "run_id": run_id, "number": number}
    return _decide(database, contact_id, decision=decision, actor=actor, reason=reason, now=now, decide=decide)


def is_reason(text: str) -> bool:
    """Whether `text` says why somebody decides: no decision is made without a reason."""
    return bool(text.strip())


def may_be_accepted(op: str, *, rule: str, text: str) -> bool:
    """Whether a rejected proposal says something that a person could take on."""
    return rule != "malformed" and op not in WITHOUT_TEXT and bool(text)


def restore_snapshot(
    database: Engine, contact_id: UUID, version: int, *, actor: str, reason: str, now: datetime
) -> Outcome:
    """Make a new version with the facts of an older one: later facts end, earlier ones are stated again.

    What was disputed is so again; a pin comes back as it was when the fact ended.
    """
    with reading(database) as connection:
        risks = reads.snapshot(connection, contact_id, version).document.get("risks")

    def decide(_: State, ledger: Ledger) -> Ledger:
        then = {_key(fact): fact for fact in ledger.facts if stood(fact, version)}
        for fact in ledger.facts:
            if fact.is_current and _key(fact) not in then:
                ledger = ledger.ended(fact, reason=reason, successor=None, status="retracted")
        for old in then.values():
            if ledger.current_like(_statement(old)) is None:
                is_disputed = isinstance(risks, list) and dispute(old).model_dump() in risks
                ledger = _restate(ledger, old, actor=actor, reason=reason, is_disputed=is_disputed)
        return ledger

    decision = {"what": "restore_snapshot", "version": version}
    return _decide(database, contact_id, decision=decision, actor=actor, reason=reason, now=now, decide=decide)


def decision_record(contact_id: UUID, *, actor: str, reason: str, now: datetime) -> RunRecord:
    """What is kept of a person's decision; raises `Refused` without a name or a reason."""
    if not actor.strip() or not is_reason(reason):
        raise Refused("A decision needs a name and a reason.", next_step="Say who decides and why.")
    return RunRecord(contact_id, "person", storable(actor.strip()), now, reason=storable(reason.strip()))


def _decide(
    database: Engine,
    contact_id: UUID,
    *,
    decision: dict[str, Any],
    actor: str,
    reason: str,
    now: datetime,
    decide: Decide,
) -> Outcome:
    """The outcome of a decision; overtaken by another run it is made again on what stands then, three times in all."""
    record = decision_record(contact_id, actor=actor, reason=reason, now=now)

    def decided() -> Outcome:
        state = adopt(database, contact_id, now=now)
        if state.current is None:
            raise Refused("Nothing is known about this contact yet.", next_step="Refresh it first.")
        facts = decide(state, Ledger(state.facts, next_version(state))).facts
        draft = drafted(state, facts, now=now)
        if decision["what"] in ("pin", "unpin"):
            draft = _as_it_stands(draft, state.current)
        saved = save(database, record, draft, state, proposals={"decision": decision})
        is_changed = saved.is_new_version or draft.facts != state.facts
        context = draft.context.model_dump(mode="json") if saved.is_new_version else state.current.document
        return Outcome("saved" if is_changed else "unchanged", saved.version, run_id=saved.run_id, context=context)

    return in_turn(decided) or Outcome("busy", None, error=BUSY)


def _as_it_stands(draft: Draft, current: Snapshot) -> Draft:
    """The draft without a new version: what else has changed since the last one is left to the next refresh."""
    return replace(draft, is_changed=False, derived=replace(draft.derived, until=current.derived_until))


def _set_pin(fact_id: int, *, is_pinned: bool) -> Decide:
    def decide(_: State, ledger: Ledger) -> Ledger:
        fact = _current(ledger, fact_id)
        if fact.pinned == is_pinned:
            raise Refused("The fact is pinned already." if is_pinned else "The fact is not pinned.")
        return ledger.pinned(fact, is_pinned=is_pinned)

    return decide


def _current(ledger: Ledger, fact_id: int) -> Fact:
    fact = ledger.fact(fact_id)
    if fact is None:
        raise Refused("There is no such fact about this contact.")
    if not fact.is_current:
        raise Refused("The fact has ended already.")
    return fact


def _persons(kind: str, type_: str, text: str, *, actor: str, reason: str, pinned: bool = False) -> Fact:
    """A new fact on a person's word; raises `Refused` when it says nothing or too much."""
    line = one_line(text)
    line = slug(line) if KINDS[kind].is_slug else line
    if not line or len(line) > TEXT_LENGTH:
        raise Refused(f"A fact has 1 to {TEXT_LENGTH} characters.", next_step="Write it as one short sentence.")
    return Fact(
        0,
        cast(FactKind, kind),
        type=type_,
        text=line,
        status="active",
        added_version=0,
        reason=reason,
        pinned=pinned,
        actor=actor,
    )


def _restate(ledger: Ledger, old: Fact, *, actor: str, reason: str, is_disputed: bool = False) -> Ledger:
    """The ledger with an ended fact stated again, on a person's word, with the evidence and the pin that it had."""
    new = replace(
        _persons(old.kind, old.type, old.text, actor=actor, reason=reason, pinned=old.pinned),
        status="disputed" if is_disputed else "active",
        evidence=tuple(item for item in old.evidence if is_disputed or item.stance == "supports"),
        restores=old.id,
    )
    return _append(ledger, new)[0]


def _replace(ledger: Ledger, old: Fact, *, new: Fact, reason: str) -> Ledger:
    if is_same(old, _statement(new)) and old.text == new.text:
        raise Refused("These are the same words.")
    ledger, made = _append(ledger, new, instead_of=old)
    return ledger.ended(old, reason=reason, successor=made.id)


def _append(ledger: Ledger, new: Fact, *, instead_of: Fact | None = None) -> tuple[Ledger, Fact]:
    standing = ledger.current_like(_statement(new))
    if standing is not None and (instead_of is None or standing.id != instead_of.id):
        raise Refused("This fact stands already.")
    return ledger.added(new)


def _statement(fact: Fact) -> Operation:
    """What a fact says, as a proposal to compare with."""
    return Operation("add", fact.kind, type=fact.type, fact="", text=fact.text, reason="")


def _key(fact: Fact) -> tuple[str, str, str]:
    """A fact is told from others by its words to the letter: a correction may be one of capitals alone."""
    return fact.kind, fact.type, fact.text
