"""Reads what is stored about a contact: the object, its snapshots, the ledger and the runs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from lib.context.engine.emotion import Label
from lib.context.engine.state import is_clients
from lib.context.engine.summary import Sentence
from lib.context.evidence.quotes.source import Source
from lib.context.model import Evidence, Fact, Suggestion
from lib.context.records import Mark, Run, Snapshot, Version, problems
from lib.database import statement
from lib.errors import OrbError

ALL = 2**31 - 1


class NoVersion(OrbError):
    title = "There is no such version."
    next_step = "`orb context history` lists the versions of a contact."
    agent_step = "client_context gives the newest version and its number."


class ErasedContact(OrbError):
    title = "Nothing is known about this client yet. The person was erased."
    next_step = "What the site's own tables hold is not told until `orb context refresh` begins anew."
    agent_step = (
        "What the site's own tables hold is not told until a person refreshes the client: write and propose nothing."
    )


class NoRun(OrbError):
    title = "There is no such run for this contact."
    next_step = "Open the contact's history again; it may have been erased."


def current(connection: Connection, contact_id: UUID) -> Snapshot | None:
    """The current object, or None before the first refresh."""
    row = connection.execute(statement("context/reads/current"), {"contact_id": contact_id}).mappings().first()
    return None if row is None else _snapshot(row)


def snapshot(connection: Connection, contact_id: UUID, version: int) -> Snapshot:
    """The object as it was in `version`; raises `NoVersion`."""
    parameters = {"contact_id": contact_id, "version": version}
    row = connection.execute(statement("context/reads/snapshot"), parameters).mappings().first()
    if row is None:
        raise NoVersion(f"There is no version {version} of this contact.")
    return _snapshot(row)


def erased_at(connection: Connection, contact_id: UUID) -> datetime | None:
    """When the person was erased; None where they never were, or a context was begun anew since."""
    at: datetime | None = connection.execute(statement("context/reads/erased"), {"contact_id": contact_id}).scalar_one()
    return at


def check_not_erased(connection: Connection, contact_id: UUID) -> None:
    """Raise `ErasedContact` where the person was erased and nobody has begun anew."""
    at = erased_at(connection, contact_id)
    if at is not None:
        raise ErasedContact(f"Nothing is known about this client yet. The person was erased on {at:%-d %b %Y}.")


def snapshot_or_current(connection: Connection, contact_id: UUID, version: int | None) -> Snapshot:
    """The object as it was in `version`, the current one for None; raises `NoVersion`."""
    if version is not None:
        return snapshot(connection, contact_id, version)
    newest = current(connection, contact_id)
    if newest is None:
        raise NoVersion(
            f"Nothing is known about contact {contact_id} yet.",
            next_step="Run `orb context refresh` for it first.",
            agent_step="client_brief tells what is on file; a person refreshes the client.",
        )
    return newest


def history(connection: Connection, contact_id: UUID, *, limit: int = ALL) -> tuple[Version, ...]:
    """The versions, newest first, without their documents."""
    rows = connection.execute(statement("context/reads/history"), {"contact_id": contact_id, "limit": limit})
    return tuple(Version(**row) for row in rows.mappings())


def run(connection: Connection, contact_id: UUID, run_id: int) -> Run:
    """One run; raises `NoRun`."""
    parameters = {"contact_id": contact_id, "run_id": run_id}
    row = connection.execute(statement("context/reads/run"), parameters).mappings().first()
    if row is None:
        raise NoRun
    return Run(**row)


def facts(connection: Connection, contact_id: UUID) -> tuple[Fact, ...]:
    """Every fact ever stated, in ledger order, each with its evidence."""
    quotes: dict[int, list[Evidence]] = defaultdict(list)
    parameters = {"contact_id": contact_id}
    for row in connection.execute(statement("context/reads/evidence"), parameters):
        quotes[row.fact_id].append(Evidence(*row[1:]))
    rows = connection.execute(statement("context/reads/facts"), parameters).mappings()
    return tuple(Fact(**row, evidence=tuple(quotes[row["id"]])) for row in rows)


def mark(connection: Connection, contact_id: UUID) -> Mark:
    """How far the contact's ledger is."""
    return Mark(*connection.execute(statement("context/reads/mark"), {"contact_id": contact_id}).one())


def suggestions(connection: Connection, contact_id: UUID) -> tuple[Suggestion, ...]:
    """The newest accepted suggestion of a reader for each derived field."""
    rows = connection.execute(statement("context/reads/suggestions"), {"contact_id": contact_id})
    return tuple(Suggestion(*row) for row in rows)


def labels(connection: Connection, contact_id: UUID, sources: Sequence[Source]) -> tuple[Label, ...]:
    """The emotion labels of those of `sources` that the client wrote or said."""
    named = {source.interaction.id: source for source in sources}
    rows = connection.execute(statement("context/reads/labels"), {"contact_id": contact_id})
    labelled = ((named.get(row.interaction_id), row) for row in rows)
    return tuple(
        Label(row.interaction_id, source.at, row.valence, row.energy)
        for source, row in labelled
        if source is not None and is_clients(source)
    )


def sentences(connection: Connection, contact_id: UUID) -> tuple[Sentence, ...]:
    """The summary of the newest answer, sentence by sentence, with what each cites."""
    stored = connection.execute(statement("context/reads/sentences"), {"contact_id": contact_id}).scalar()
    return tuple(Sentence(item["text"], tuple(item["cites"])) for item in stored or ())


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
