"""Keeps a shadow ready for the next check, on a server that stays while the schema moves."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import RLock

import psycopg
from sqlalchemy import Engine

from lib.embedded.private import private_server
from lib.errors import NoDatabase
from lib.schema.catalog.explored import read_explored
from lib.schema.drafts.shadow.at_once import both_at_once
from lib.schema.drafts.shadow.own_server import own_server
from lib.schema.drafts.shadow.pieces import Pieces, read_pieces
from lib.schema.drafts.shadow.server import ShadowServer, empty
from lib.schema.drafts.shadow.shadow import Shadow, built_on
from lib.schema.drafts.shadow.snapshot_pieces import pieces_of
from lib.schema.model import Schema

TellStep = Callable[[str], None]
LastSnapshot = Callable[[], Schema | None]


LAST_MOMENT = 2.0
"""Seconds for which a check under way is waited for before its server is stopped."""


def no_progress(step: str) -> None:
    """Tell nobody."""


def no_snapshot() -> None:
    """No snapshot is known."""


class ShadowKeeper:
    """Keeps the last shadow for the next check; another state of the explored database gets another one.

    It is made on a private server, or on a person's own whose address `own_url` is.
    """

    def __init__(self, own_url: str = "") -> None:
        self._own_url = own_url
        self._lock = RLock()
        self._stack = ExitStack()
        self._server: ShadowServer | None = None
        self._kept: tuple[str, Shadow] | None = None

    def shadow(
        self, explored: Engine | str, progress: TellStep = no_progress, *, last: LastSnapshot = no_snapshot
    ) -> Shadow:
        """The shadow of the explored database as it is now; the estimates of its rows are of now, too.

        Where it cannot be reached, the shadow is of the snapshot that `last` gives; without one that is raised.
        """
        with self._lock:
            progress("Reading the database")
            try:
                schema, pieces = both_at_once(lambda: read_explored(explored), lambda: read_pieces(explored))
            except NoDatabase:
                snapshot = last()
                if snapshot is None:
                    raise
                return self._of_snapshot(snapshot, progress)
            key = f"{schema.fingerprint} {pieces.digest}"
            if self._kept is None or self._kept[0] != key or not _is_usable(self._kept[1]):
                self._kept = key, self._build(schema, pieces, explored, progress)
            return replace(self._kept[1], explored=schema)

    def as_built(self, shadow: Shadow, explored: Engine | str, *, last: LastSnapshot = no_snapshot) -> Shadow:
        """The shadow, or the same built again where a copy of it changed what all databases of its server share."""
        return self.shadow(explored, last=last) if shadow.cluster.is_spoiled else shadow

    @contextmanager
    def alone(self, progress: TellStep = no_progress) -> Iterator[None]:
        """Hold the server for one check: roles are of all its databases, and another shadow would end this one."""
        if not self._lock.acquire(blocking=False):
            progress("Waiting for the check before this one")
            self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()

    def close(self) -> None:
        """Stop the server and remove its files; a check that is under way fails, if it does not end in a moment."""
        is_held = self._lock.acquire(timeout=LAST_MOMENT)
        try:
            self._kept = self._server = None
            self._stack.close()
        finally:
            if is_held:
                self._lock.release()

    def __enter__(self) -> "ShadowKeeper":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _of_snapshot(self, snapshot: Schema, progress: TellStep) -> Shadow:
        """A shadow of the snapshot: the kept one where it was made of the same schema, for it holds more."""
        is_usable = self._kept is not None and _is_usable(self._kept[1])
        if self._kept is None or not is_usable or self._kept[1].explored.fingerprint != snapshot.fingerprint:
            self._kept = "snapshot", self._build(snapshot, pieces_of(snapshot), None, progress)
        kept = self._kept[1]
        said = f"The database cannot be reached: this is its snapshot of {snapshot.as_of}."
        if self._kept[0] == "snapshot":
            said += " It holds no functions, rights, settings or rows."
        return replace(kept, explored=snapshot, differences=(said, *kept.differences), snapshot=snapshot.as_of)

    def _build(self, schema: Schema, pieces: Pieces, explored: Engine | str | None, progress: TellStep) -> Shadow:
        self._kept = None
        server = self._emptied() or self._started(pieces, explored, progress)
        progress("Building the shadow")
        return built_on(server, schema, pieces)

    def _emptied(self) -> ShadowServer | None:
        """The server of the last shadow without it; None where it runs no more."""
        if self._server is None or not self._server.is_running():
            return None
        with psycopg.connect(self._server.url_of("postgres"), autocommit=True) as connection:
            empty(connection)
        return self._server

    def _started(self, pieces: Pieces, explored: Engine | str | None, progress: TellStep) -> ShadowServer:
        self.close()
        if self._own_url:
            progress("Asking the server of ORB_SHADOW_URL")
            self._server = self._stack.enter_context(own_server(self._own_url, pieces, explored))
        else:
            progress("Starting a private server")
            self._server = self._stack.enter_context(private_server())
        return self._server


def _is_usable(shadow: Shadow) -> bool:
    return shadow.server.is_running() and not shadow.cluster.is_spoiled
