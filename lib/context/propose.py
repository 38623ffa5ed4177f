"""What an agent proposes about a client: judged by the policy at once, kept for a person, who accepts or dismisses it.

A proposal is one operation with one verbatim quote. It is kept as a preview run (`run_document`): it changes nothing
until a person accepts it, and is judged anew then, on what stands at that moment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Engine

from lib.context.adopt import adopt
from lib.context.decisions import BUSY, Refused, decision_record
from lib.context.engine.draft import Draft, drafted, judged
from lib.context.engine.request import Aliases
from lib.context.engine.state import State
from lib.context.model import KINDS, Outcome, ReaderAnswer, Verdict
from lib.context.outcomes import outcome_of
from lib.context.records import RunRecord
from lib.context.run_document import preview_document
from lib.context.store import reads
from lib.context.store.collect import collect
from lib.context.store.proposals import waiting
from lib.context.store.sources import reading
from lib.context.store.writes import in_turn, record_only, save
from lib.context.text.normalize import storable
from lib.errors import OrbError

TRIGGER = "agent"
"""What the runs of proposals are started by."""
MOST_WAITING = 50
"""Proposals about one client that may wait for a person."""
Op = Literal["add", "contradict", "end"]


class InvalidProposal(OrbError):
    title = "This cannot be proposed."


@dataclass(frozen=True)
class Proposal:
    """One statement about a client and the words that it rests on."""

    op: Op
    kind: str
    text: str
    """What is so now; empty for `end`."""
    quote: str
    interaction_id: str
    type: str = ""
    fact_id: int | None = None
    """The fact that it contradicts or ends."""
    reason: str = ""


@dataclass(frozen=True)
class Proposed:
    """What the policy says of a proposal; `run_id` is where it waits for a person, None where it was refused."""

    verdict: Verdict
    run_id: int | None
    version: int
    """The version of the client's object that it was judged on."""


def propose(database: Engine, contact_id: UUID, proposal: Proposal, *, actor: str, now: datetime) -> Proposed:
    """Judge a proposal and keep it for a person; what is rejected or known is not kept, its verdict says why.

    The same proposal again is the one that waits already. Raises `InvalidProposal`, `NoContact`.
    """
    state = collect(database, contact_id, now=now)
    document = _document(proposal, state)
    aliases = _aliases(state, proposal.interaction_id)
    draft = _draft(state, document, aliases=aliases, now=now)
    (verdict,) = draft.verdicts
    if verdict.verdict in ("rejected", "unchanged"):
        return Proposed(verdict, None, state.mark.version)
    with reading(database) as connection:
        known = waiting(connection, contact_id)
    same = next((item for item in known if (item.op, item.text) == (proposal.op, verdict.operation.text)), None)
    if same is not None and same.quotes and same.quotes[0][0] == proposal.quote:
        return Proposed(verdict, same.run_id, state.mark.version)
    if len(known) >= MOST_WAITING:
        raise InvalidProposal(
            f"{len(known)} proposals about this client wait for a person already.",
            next_step="Ask a person to look at them on the client's page.",
        )
    record = RunRecord(contact_id, TRIGGER, storable(actor), now, reason=storable(proposal.reason.strip()))
    kept = preview_document(draft, ReaderAnswer(document), aliases=aliases, read=())
    run_id = record_only(database, record, state, status="preview", proposals=kept)
    if run_id is None:
        raise InvalidProposal("This person was erased meanwhile.", next_step="Propose nothing about them.")
    return Proposed(verdict, run_id, state.mark.version)


def accept(database: Engine, contact_id: UUID, run_id: int, *, actor: str, now: datetime) -> Outcome:
    """Save what an agent proposed, judged anew on what stands now; raises `NoRun` and `Refused`."""
    record = RunRecord(contact_id, "preview", storable(actor.strip()), now)

    def accepted() -> Outcome:
        state = adopt(database, contact_id, now=now)
        preview = _preview(database, contact_id, run_id)
        key = preview["sources"]["s1"]
        aliases = _aliases(state, key["interaction_id"], digest=key["digest"], facts=preview["facts"])
        draft = _draft(state, preview["answer"], aliases=aliases, now=now)
        (verdict,) = draft.verdicts
        if verdict.verdict == "rejected":
            raise Refused(f"The policy refuses it by now: {verdict.reason}", next_step="Dismiss it.")
        saved = save(database, record, draft, state, proposals={"accepts": run_id})
        status: Literal["saved", "unchanged"] = "saved" if saved.is_new_version else "unchanged"
        return outcome_of(record, draft, status=status, version=saved.version)

    return in_turn(accepted) or Outcome("busy", None, error=BUSY)


def dismiss(database: Engine, contact_id: UUID, run_id: int, *, actor: str, reason: str, now: datetime) -> None:
    """Record that a person does not take a proposal on, and why; raises `NoRun` and `Refused`."""
    record = decision_record(contact_id, actor=actor, reason=reason, now=now)
    _preview(database, contact_id, run_id)
    state = collect(database, contact_id, now=now)
    decision = {"decision": {"what": "dismiss", "run_id": run_id}}
    record_only(database, record, state, status="unchanged", proposals=decision)


def _preview(database: Engine, contact_id: UUID, run_id: int) -> dict[str, Any]:
    """What a waiting proposal kept; raises `NoRun` where none waits under this number."""
    with reading(database) as connection:
        if run_id not in {item.run_id for item in waiting(connection, contact_id)}:
            raise reads.NoRun("No such proposal waits for a person.", next_step="Open the contact again.")
        kept: dict[str, Any] = reads.run(connection, contact_id, run_id).proposals["preview"]
    return kept


def _document(proposal: Proposal, state: State) -> dict[str, Any]:
    """The proposal as the answer of a reader with one operation."""
    if proposal.kind not in KINDS:
        raise InvalidProposal(f"Kinds are {', '.join(KINDS)}.", next_step="Choose one of them.")
    named = {fact.id: f"f{number}" for number, fact in enumerate(_current(state), 1)}
    if proposal.op != "add" and proposal.fact_id not in named:
        raise InvalidProposal(
            "No such fact stands.", next_step="Look its id up among the client's facts: client_facts."
        )
    operation = {
        "op": proposal.op,
        "kind": proposal.kind,
        "type": proposal.type,
        "fact": "" if proposal.fact_id is None or proposal.op == "add" else named[proposal.fact_id],
        "text": proposal.text,
        "reason": proposal.reason,
        "evidence": [{"source": "s1", "quote": proposal.quote}],
    }
    return {"operations": [operation]}


def _aliases(
    state: State, interaction_id: str, *, digest: str | None = None, facts: dict[str, int] | None = None
) -> Aliases:
    """The one source and the facts that a proposal names; raises `InvalidProposal` where the text is not on file."""
    source = next((item for item in state.rows.sources if item.interaction.id == interaction_id), None)
    if source is None or digest not in (None, source.interaction.digest):
        raise InvalidProposal(
            "This message is not on file, or has changed.", next_step="Name an interaction of client_thread."
        )
    named = {f"f{number}": fact.id for number, fact in enumerate(_current(state), 1)} if facts is None else facts
    return Aliases({"s1": source}, named, {}, {}, {})


def _current(state: State) -> list[Any]:
    return [fact for fact in state.facts if fact.is_current]


def _draft(state: State, document: dict[str, Any], *, aliases: Aliases, now: datetime) -> Draft:
    """The draft after judging the one operation; nothing counts as read by it, and the summary stays."""
    judgement = judged(state, document, aliases)
    return drafted(state, judgement.facts, now=now, verdicts=judgement.verdicts)
