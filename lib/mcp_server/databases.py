"""What the tools read: the two databases and the schema in memory."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from sqlalchemy import Connection, Engine

from lib import installation
from lib.context.store.sources import reading
from lib.database import read_only
from lib.schema.cache import cache, snapshots
from lib.schema.catalog.explored import read_explored
from lib.schema.export.document import UnknownDocument
from lib.schema.model import Schema
from lib.settings import Settings

Value = TypeVar("Value")


@dataclass
class Databases:
    """The two databases, opened at the first question; the schema stays in memory until another one is cached."""

    settings: Settings
    _engines: tuple[Engine, Engine] | None = None
    _head: object = None
    _schema: Schema | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def engines(self) -> tuple[Engine, Engine]:
        """The database with contexts and caches, and the explored one."""
        with self._lock:  # tools run in threads of their own
            if self._engines is None:
                context = installation.context_database(self.settings)
                self._engines = context, installation.explored_database(self.settings)
            return self._engines

    def schema(self) -> Schema:
        """The cached schema; read from the database itself, and not written anywhere, where there is no cache."""
        context, explored = self.engines()
        head = cache.head(context, explored)
        with self._lock:
            if self._schema is None or head != self._head:
                kept = None
                with suppress(UnknownDocument):
                    kept = cache.load(context, explored)
                self._head, self._schema = head, kept or read_explored(explored)
            return self._schema

    def earlier(self, mark: str) -> Schema:
        """The kept version whose fingerprint begins with `mark`, or the one before the newest for ""."""
        context, explored = self.engines()
        place = cache.name_of(explored, context)
        with read_only(context) as connection:
            kept = snapshots.snapshots(connection, place)
            chosen = [item for item in kept if item.fingerprint.startswith(mark)] if mark else list(kept[1:] or kept)
            if not chosen:
                known = ", ".join(f"{item.fingerprint[:12]} of {item.taken_at:%Y-%m-%d %H:%M}" for item in kept[:8])
                raise snapshots.NoSnapshot(
                    f"No version of the schema with the fingerprint {mark or '(any)'} is kept.",
                    next_step=f"Kept are: {known}." if known else "Run `orb schema refresh`: none is kept yet.",
                )
            return snapshots.snapshot(connection, place, chosen[0].id)

    def contexts(self, reads: Callable[[Connection, int], Value]) -> Callable[[int], Value]:
        """`reads` with the contexts before its other argument, in one read-only transaction."""

        def read(room: int) -> Value:
            with reading(self.engines()[0]) as connection:
                return reads(connection, room)

        return read
