"""Reads what is stored about a contact: the object, its snapshots, the ledger and the runs.

`crm_context_run.proposals` is one document, and all of it is optional:
```
{"operations":  [{"op", "kind", "type", "fact": "f1", "text", "reason", "quotes": [{"source": "s1", "quote"}],
                  "verdict": "applied|reinforced|disputed|rejected|unchanged", "rule": slug, "why": one sentence,
                  "target_id": the fact it speaks of or null, "fact_id": the fact that says it now or null,
                  "evidence": [{"interaction_id", "start", "end", "quote", "occurred_at", "first_seen_at",
                                "author", "stance"}]}],
 "suggestions": [{"field": "relationship_status|suggested_tone|next_action", "key", "value", "said_at",
                  "verdict": "applied|rejected", "why", "evidence": as above or null}],
 "summary":     [{"text", "cites": ["fact 12", "thread email t-1", "deal d-1"]}],
 "decision":    {"what": "pin|unpin|retract|correct|restore|accept|restore_snapshot", ...},
 "accepts":     the run_id of the preview that a person accepted,
 "shown":       [{"interaction_id", "digest"}],
 "preview":     {"answer", "context", "sources", "facts", "threads", "opportunities", "opportunity_keys", "read"}}
```
`operations` holds every proposal as it was made, with its verdict. Without `summary` no reader was asked. `decision`
marks a person's run. `shown` is what a reader that failed had been given. `preview` keeps what judging again needs, and
in `context` the object that it would make; in a preview the `fact_id` of a fact that does not exist yet is negative.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection, RowMapping

from lib.context.engine.summary import Sentence
from lib.context.model import ClientContext, Evidence, Fact, Suggestion
from lib.database import statement
from lib.errors import OrbError

ALL = 2**31 - 1


class NoVersion(OrbError):
    title = "There is no such version."
    next_step = "`orb context history` lists the versions of a contact."


class NoRun(OrbError):
    title = "There is no such run for this contact."
    next_step = "Open the contact's history again; it may have been erased."


@dataclass(frozen=True)
class Snapshot:
    """One version of a contact's object as it is stored, and what is wrong with it, where something is."""

    contact_id: UUID
    version: int
    document: dict[str, Any]
    last_updated_at: datetime
    run_id: int | None
    derived_until: datetime | None
    problems: tuple[str, ...]

    @property
    def context(self) -> ClientContext | None:
        """The validated object, or None where the stored one does not validate."""
        return None if self.problems else ClientContext.model_validate(self.document)


@dataclass(frozen=True)
class Version:
    """One line of a contact's history."""

    version: int
    last_updated_at: datetime
    run_id: int
    trigger: str | None
    actor: str | None
    reason: str | None
    reader: str | None
    model: str | None


@dataclass(frozen=True)
class Run:
    """One refresh or one decision of a person."""

    run_id: int
    contact_id: UUID
    trigger: str
    actor: str
    reason: str | None
    reader: str | None
    model: str | None
    prompt_version: str | None
    status: str
    base_version: int
    version: int | None
    proposals: dict[str, Any]
    prompt_tokens: int | None
    completion_tokens: int | None
    cost: Decimal | None
    duration_ms: int | None
    error: str | None
    started_at: datetime


@dataclass(frozen=True)
class Mark:
    """How far a contact's ledger is; two equal marks mean that nothing was decided in between."""

    run_id: int
    erasure_id: int
    version: int


def current(connection: Connection, contact_id: UUID) -> Snapshot | None:
    """The current object, or None before the first refresh."""
    row = connection.execute(statement("context/current"), {"contact_id": contact_id}).mappings().first()
    return None if row is None else _snapshot(row)


def snapshot(connection: Connection, contact_id: UUID, version: int) -> Snapshot:
    """The object as it was in `version`; raises `NoVersion`."""
    parameters = {"contact_id": contact_id, "version": version}
    row = connection.execute(statement("context/snapshot"), parameters).mappings().first()
    if row is None:
        raise NoVersion(f"There is no version {version} of this contact.")
    return _snapshot(row)


def asked(connection: Connection, contact_id: UUID, version: int | None) -> Snapshot:
    """The object as it was in `version`, the current one for None; raises `NoVersion`."""
    if version is not None:
        return snapshot(connection, contact_id, version)
    found = current(connection, contact_id)
    if found is None:
        raise NoVersion(
            f"Nothing is known about contact {contact_id} yet.", next_step="Run `orb context refresh` for it first."
        )
    return found


def history(connection: Connection, contact_id: UUID, *, limit: int = ALL) -> tuple[Version, ...]:
    """The versions, newest first, without their documents."""
    rows = connection.execute(statement("context/history"), {"contact_id": contact_id, "limit": limit})
    return tuple(Version(**row) for row in rows.mappings())


def runs(connection: Connection, contact_id: UUID, *, limit: int = 100) -> tuple[Run, ...]:
    """The runs, newest first; pins, previews, failures and "nothing new" among them."""
    rows = connection.execute(statement("context/runs"), {"contact_id": contact_id, "limit": limit})
    return tuple(Run(**row) for row in rows.mappings())


def run(connection: Connection, contact_id: UUID, run_id: int) -> Run:
    """One run; raises `NoRun`."""
    parameters = {"contact_id": contact_id, "run_id": run_id}
    row = connection.execute(statement("context/run"), parameters).mappings().first()
    if row is None:
        raise NoRun
    return Run(**row)


def facts(connection: Connection, contact_id: UUID) -> tuple[Fact, ...]:
    """Every fact ever stated, in ledger order, each with its evidence."""
    quotes: dict[int, list[Evidence]] = defaultdict(list)
    parameters = {"contact_id": contact_id}
    for row in connection.execute(statement("context/evidence"), parameters):
        quotes[row.fact_id].append(Evidence(*row[1:]))
    rows = connection.execute(statement("context/facts"), parameters).mappings()
    return tuple(Fact(**row, evidence=tuple(quotes[row["id"]])) for row in rows)


def mark(connection: Connection, contact_id: UUID) -> Mark:
    """How far the contact's ledger is."""
    return Mark(*connection.execute(statement("context/mark"), {"contact_id": contact_id}).one())


def suggestions(connection: Connection, contact_id: UUID) -> tuple[Suggestion, ...]:
    """The newest accepted suggestion of a reader for each derived field."""
    rows = connection.execute(statement("context/suggestions"), {"contact_id": contact_id})
    return tuple(Suggestion(*row) for row in rows)


def sentences(connection: Connection, contact_id: UUID) -> tuple[Sentence, ...]:
    """The summary of the newest answer, sentence by sentence, with what each cites."""
    found = connection.execute(statement("context/sentences"), {"contact_id": contact_id}).scalar()
    return tuple(Sentence(item["text"], tuple(item["cites"])) for item in found or ())


def problems(document: Any) -> tuple[str, ...]:
    """What is wrong with a stored object, one line a fault; empty when it has the published shape."""
    try:
        ClientContext.model_validate(document)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        return tuple(f"{'.'.join(map(str, fault['loc'])) or 'object'}: {fault['msg']}" for fault in faults)
    return ()


def _snapshot(row: RowMapping) -> Snapshot:
    return Snapshot(
        contact_id=row["contact_id"],
        version=row["version"],
        document=row["document"],
        last_updated_at=row["last_updated_at"],
        run_id=row["run_id"],
        derived_until=row["derived_until"],
        problems=problems(row["document"]),
    )
