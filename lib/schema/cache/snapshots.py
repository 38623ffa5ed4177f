"""The kept snapshots of the explored database's schema."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from lib.database import statement
from lib.errors import OrbError
from lib.schema.export.document import from_document
from lib.schema.model import Schema


class NoSnapshot(OrbError):
    title = "This snapshot is not kept."
    next_step = "Choose one from the list."


@dataclass(frozen=True)
class Kept:
    """One kept snapshot, its document left out."""

    id: int
    taken_at: datetime
    fingerprint: str
    tables: int


def snapshots(connection: Connection, database: str) -> tuple[Kept, ...]:
    """The kept snapshots, newest first."""
    rows = connection.execute(statement("schema/cache/snapshots"), {"database": database})
    return tuple(Kept(*row) for row in rows)


def snapshot(connection: Connection, database: str, number: int) -> Schema:
    """The schema as it was; raises `NoSnapshot`."""
    given = {"database": database, "id": number}
    document = connection.execute(statement("schema/cache/snapshot_document"), given).scalar()
    if document is None:
        raise NoSnapshot(f"There is no snapshot {number} of this database.")
    return from_document(document)
