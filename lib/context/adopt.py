"""Objects from before the ledger, or from another system: taken into it as they are before anything else happens."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from lib.context.engine.draft import drafted, next_version
from lib.context.engine.ledger import Ledger
from lib.context.engine.state import State
from lib.context.model import Fact, FactKind, text_sections
from lib.context.records import RunRecord
from lib.context.store.collect import collect
from lib.context.store.writes import Overtaken, save
from lib.context.text.normalize import storable

ACTOR, REASON = "orb", "It stood in the object before there was a ledger."


def adopt(database: Engine, contact_id: UUID, *, now: datetime) -> State:
    """The state of a contact, with whatever its object states in the ledger.

    What an object states that the ledger does not know becomes facts in a version of its own; the object as it was
    found is kept as a snapshot first, however odd it is.
    """
    state = collect(database, contact_id, now=now)
    missing = _missing(state)
    if state.current is None or (not missing and state.current.run_id is not None):
        return state
    ledger = Ledger(state.facts, next_version(state))
    for kind, text in missing:
        ledger, _ = ledger.added(
            Fact(0, kind, type="", text=text, status="active", added_version=0, reason=REASON, actor=ACTOR)
        )
    record = RunRecord(contact_id, "adopted", ACTOR, now, reason=REASON)
    with suppress(Overtaken):  # somebody else took it in, or changed it: what stands now is read below
        save(database, record, drafted(state, ledger.facts, now=now, is_new=True), state)
    return collect(database, contact_id, now=now)


def _missing(state: State) -> list[tuple[FactKind, str]]:
    """The key facts and roles that the stored object states and no current fact does, in its order."""
    document: Any = state.current.document if state.current else None
    if not isinstance(document, dict):
        return []
    known = {(fact.kind, fact.text) for fact in state.facts if fact.is_current}
    sections = text_sections().items()
    stated = ((kind, item) for name, kind in sections for item in _list(document.get(name)) if isinstance(item, str))
    return [(kind, storable(text)) for kind, text in stated if text.strip() and (kind, text) not in known]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
