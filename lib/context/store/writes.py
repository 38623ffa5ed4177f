"""Writes one run in one short transaction: run, texts read, facts, evidence, snapshot, current object; or nothing."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine

from lib.context.engine.derived import Derived
from lib.context.engine.draft import Draft
from lib.context.engine.state import State
from lib.context.model import Evidence, Fact
from lib.context.records import RunRecord, Saved
from lib.context.run_document import evidence_document, operations_document, with_fact_ids
from lib.context.store import reads
from lib.database import statement, transaction

ATTEMPTS = 3
"""How often a run is judged anew before it gives way to others."""
Made = TypeVar("Made")


class Overtaken(Exception):
    """Another run was saved for this contact since its state was read; nothing was written."""


def save(
    database: Engine, record: RunRecord, draft: Draft, state: State, *, proposals: dict[str, Any] | None = None
) -> Saved:
    """Write the draft as one run; raises `Overtaken` when the contact's ledger moved since `state` was read."""
    document = {**operations_document(draft), **(proposals or {})}
    with transaction(database) as connection:
        lock(connection, record.contact_id)
        if reads.mark(connection, record.contact_id) != state.mark:
            raise Overtaken
        version = draft.version if draft.is_changed else state.mark.version
        status = "saved" if draft.is_changed or draft.facts != state.facts else "unchanged"
        made = version if draft.is_changed else None
        ids = _fact_ids(connection, draft.facts)
        run_id = _insert_run(
            connection,
            record,
            status=status,
            base_version=state.mark.version,
            version=made,
            proposals=with_fact_ids(document, ids),
        )
        _insert_seen(connection, draft, contact_id=record.contact_id, run_id=run_id)
        _write_ledger(
            connection,
            draft.facts,
            before=state.facts,
            contact_id=record.contact_id,
            run_id=run_id,
            ids=ids,
        )
        if draft.is_changed:
            if state.current is not None and state.current.run_id is None:
                kept = {"contact_id": record.contact_id, "version": state.current.version, "run_id": run_id}
                connection.execute(statement("context/writes/snapshot_preserve"), kept)
            _write_object(connection, draft, run_id)
        else:
            parameters = {
                "contact_id": record.contact_id,
                "derived_until": draft.derived.until,
                "waits": _waits(draft.derived),
            }
            connection.execute(statement("context/writes/derived_until_update"), parameters)
    return Saved(run_id, version, draft.is_changed)


def in_turn(act: Callable[[], Made]) -> Made | None:
    """What `act` gives; overtaken by another run it is done again from its beginning, `ATTEMPTS` times in all."""
    for _ in range(ATTEMPTS):
        with suppress(Overtaken):
            return act()
    return None


def lock(connection: Connection, contact_id: UUID) -> None:
    """Wait until nobody else writes about the contact; nobody else can until this transaction ends."""
    connection.execute(statement("context/writes/lock"), {"contact_id": contact_id})


def record_only(
    database: Engine, record: RunRecord, state: State, *, status: str, proposals: dict[str, Any] | None = None
) -> int | None:
    """Record a run that changes nothing (a failure, a preview, "busy"); its id, or None where the person was erased."""
    with transaction(database) as connection:
        lock(connection, record.contact_id)
        if reads.mark(connection, record.contact_id).erasure_id != state.mark.erasure_id:
            return None
        return _insert_run(
            connection,
            record,
            status=status,
            base_version=state.mark.version,
            version=None,
            proposals=proposals or {},
        )


def _insert_run(
    connection: Connection,
    record: RunRecord,
    *,
    status: str,
    base_version: int,
    version: int | None,
    proposals: dict[str, Any],
) -> int:
    results = {"status": status, "base_version": base_version, "version": version, "proposals": json.dumps(proposals)}
    parameters = {**asdict(record), **results}
    run_id: int = connection.execute(statement("context/writes/run_insert"), parameters).scalar_one()
    return run_id


def _insert_seen(connection: Connection, draft: Draft, *, contact_id: UUID, run_id: int) -> None:
    labels = draft.labels or {}
    items = []
    for source in draft.read:
        label = labels.get(source.interaction.id)
        items.append(
            {
                "interaction_id": source.interaction.id,
                "digest": source.interaction.digest,
                "valence": label.valence if label else None,
                "energy": label.energy if label else None,
            }
        )
    if items:
        parameters = {"contact_id": contact_id, "run_id": run_id, "items": json.dumps(items)}
        connection.execute(statement("context/writes/seen_insert"), parameters)


def _fact_ids(connection: Connection, facts: Sequence[Fact]) -> dict[int, int]:
    """The id that each fact of the draft has in the database: new ones, negative in the draft, get theirs now."""
    new = [fact.id for fact in facts if fact.id < 0]
    reserved = (
        connection.execute(statement("context/writes/fact_ids"), {"count": len(new)}).scalars().all() if new else []
    )
    return {fact.id: fact.id for fact in facts if fact.id > 0} | dict(zip(new, sorted(reserved), strict=True))


def _write_ledger(
    connection: Connection,
    facts: Sequence[Fact],
    *,
    before: Sequence[Fact],
    contact_id: UUID,
    run_id: int,
    ids: dict[int, int],
) -> None:
    """Append the new facts, then the evidence, then the new statuses.

    A new fact that a later word of the same run ended begins as one that stands, and ends as any other.
    """
    known = {fact.id: fact for fact in before}
    begun = {fact.id: _begun(fact) for fact in facts if fact.id not in known}
    for fact in begun.values():
        _insert_fact(connection, fact, contact_id=contact_id, run_id=run_id, ids=ids)
    quotes: list[dict[str, Any]] = []
    for fact in facts:
        old = known.get(fact.id)
        for item in fact.evidence[len(old.evidence) if old else 0 :]:
            quotes.append(_evidence_row(len(quotes), ids[fact.id], item))
    if quotes:
        parameters = {"contact_id": contact_id, "run_id": run_id, "items": json.dumps(quotes)}
        connection.execute(statement("context/writes/evidence_insert"), parameters)
    for fact in facts:
        old = known.get(fact.id) or begun[fact.id]
        if replace(fact, evidence=old.evidence) != old:
            _update_fact(connection, fact, old=old, contact_id=contact_id, run_id=run_id, ids=ids)


def _begun(fact: Fact) -> Fact:
    """A new fact as it begins: standing, whatever became of it in the same run."""
    if fact.is_current:
        return fact
    return replace(fact, status="active", ended_version=None, superseded_by=None, reason=None)


def _insert_fact(connection: Connection, fact: Fact, *, contact_id: UUID, run_id: int, ids: dict[int, int]) -> None:
    columns = ("kind", "type", "text", "status", "added_version", "reason", "pinned", "actor")
    parameters = {
        **{name: getattr(fact, name) for name in columns},
        "contact_id": contact_id,
        "fact_id": ids[fact.id],
        "restores": None if fact.restores is None else ids[fact.restores],
        "run_id": run_id,
    }
    connection.execute(statement("context/writes/fact_insert"), parameters)


def _update_fact(
    connection: Connection, fact: Fact, *, old: Fact, contact_id: UUID, run_id: int, ids: dict[int, int]
) -> None:
    parameters = {
        **{name: getattr(fact, name) for name in ("status", "ended_version", "reason", "pinned")},
        "contact_id": contact_id,
        "fact_id": ids[fact.id],
        "superseded_by": None if fact.superseded_by is None else ids[fact.superseded_by],
        "ended_run_id": run_id if old.is_current and not fact.is_current else None,
        "pinned_run_id": run_id if old.pinned != fact.pinned else None,
    }
    connection.execute(statement("context/writes/fact_update"), parameters)


def _evidence_row(position: int, fact_id: int, evidence: Evidence) -> dict[str, Any]:
    document = evidence_document(evidence)
    document["quote_start"], document["quote_end"] = document.pop("start"), document.pop("end")
    return {"position": position, "fact_id": fact_id, **document}


def _write_object(connection: Connection, draft: Draft, run_id: int) -> None:
    parameters = {
        "contact_id": draft.context.contact_id,
        "version": draft.version,
        "document": draft.context.model_dump_json(),
        "last_updated_at": draft.context.last_updated_at,
        "derived_until": draft.derived.until,
        "waits": _waits(draft.derived),
        "run_id": run_id,
    }
    connection.execute(statement("context/writes/snapshot_insert"), parameters)
    connection.execute(statement("context/writes/current_upsert"), parameters)


def _waits(derived: Derived) -> str:
    """The threads that wait for a reply, each with the moment of the first message that asks, as JSON."""
    waiting = (thread for thread in derived.threads if thread.needs_reply)
    return json.dumps(
        [{"channel": item.channel, "thread_id": item.id, "since": item.waits_since.isoformat()} for item in waiting]
    )
