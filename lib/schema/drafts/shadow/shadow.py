"""A shadow that stands ready: a template database of the explored schema, copied for each thing that is tried."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from threading import RLock
from typing import Any, TypeVar

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from lib.embedded.private import PrivateServer, private_server
from lib.errors import NoSpace
from lib.schema.catalog import introspect
from lib.schema.catalog.explored import read_explored
from lib.schema.drafts.shadow.build import build, empower
from lib.schema.drafts.shadow.fidelity import differences
from lib.schema.drafts.shadow.pieces import Pieces, read_pieces
from lib.schema.model import Schema

TEMPLATE, BEFORE = "orb_shadow", "orb_before"
"""The template, which nobody may be connected to while it is copied, and a copy of it to look at."""
OPTIONS = ("temp_file_limit=1GB", "event_triggers=off")
TellStep = Callable[[str], None]
One = TypeVar("One")
Other = TypeVar("Other")


def no_progress(step: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Copy:
    """A copy of the template: its addresses for the draft's role and for the superuser."""

    name: str
    url: str
    owner_url: str


@dataclass(frozen=True)
class Shadow:
    """The explored schema as it was read, and the same on a private server."""

    explored: Schema
    """With its fingerprint and its row estimates."""
    schema: Schema
    """As the template has it: what every later state is compared with."""
    differences: tuple[str, ...]
    pieces: Pieces = field(repr=False)
    """Of the explored database."""
    own_pieces: Pieces = field(repr=False)
    """Of the template."""
    server: PrivateServer = field(repr=False)
    password: str = field(repr=False)
    """Of the role that drafts run as."""
    numbers: Iterator[int] = field(default_factory=count, repr=False)

    @property
    def before_url(self) -> str:
        """The address, for the superuser, of a copy that stays as it is: to look at."""
        return self.server.url_of(BEFORE)

    @contextmanager
    def copy(self) -> Iterator[Copy]:
        """A fresh copy that belongs to the draft's role; it is dropped afterwards, and so are roles made meanwhile."""
        name = f"orb_copy_{next(self.numbers)}"
        role = self.pieces.circumstances.role
        statement = "create database {} template {} owner {} strategy file_copy"
        names = (sql.Identifier(word) for word in (name, TEMPLATE, role))
        with self._administrator() as connection:
            self._run(connection, sql.SQL(statement).format(*names))
        try:
            yield Copy(
                name,
                self.server.url_of(name, user=role, password=self.password, options=_options(self.pieces)),
                self.server.url_of(name),
            )
        finally:
            if self.server.is_running():
                with self._administrator() as connection:
                    self._run(connection, sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
                    self._drop_new_roles(connection)

    def _drop_new_roles(self, connection: psycopg.Connection[Any]) -> None:
        known = {piece.name for piece in self.pieces.first if piece.kind == "role"}
        rows = connection.execute("select rolname from pg_roles where rolname !~ '^pg_' and not rolsuper")
        for name in [name for (name,) in rows if name not in known]:
            connection.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))

    def _administrator(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.server.url_of("postgres"), autocommit=True)

    def _run(self, connection: psycopg.Connection[Any], statement: sql.Composed) -> None:
        try:
            connection.execute(statement)
        except psycopg.errors.DiskFull as error:
            raise NoSpace("There is no disk space for the shadow database.") from error


class ShadowKeeper:
    """Keeps the last shadow for the next check; another state of the explored database gets another one."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._stack = ExitStack()
        self._kept: tuple[str, Shadow] | None = None

    def shadow(self, explored: Engine | str, progress: TellStep = no_progress) -> Shadow:
        """The shadow of the explored database as it is now; the estimates of its rows are of now, too."""
        with self._lock:
            progress("Reading the database")
            schema, pieces = both_at_once(lambda: read_explored(explored), lambda: read_pieces(explored))
            key = f"{schema.fingerprint} {pieces.digest}"
            if self._kept is None or self._kept[0] != key or not self._kept[1].server.is_running():
                self.close()
                self._kept = key, self._stack.enter_context(_built(schema, pieces, progress))
            return replace(self._kept[1], explored=schema)

    def close(self) -> None:
        """Stop the server and remove its files."""
        with self._lock:
            self._kept = None
            self._stack.close()

    def __enter__(self) -> "ShadowKeeper":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def both_at_once(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """What two functions give that wait for a server, called at once."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        future = beside.submit(other)
        return one(), future.result()


@contextmanager
def _built(explored: Schema, pieces: Pieces, progress: TellStep) -> Iterator[Shadow]:
    progress("Starting a private server")
    with private_server(options=OPTIONS) as server:
        progress("Building the shadow")
        with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {TEMPLATE} template template0")
        password = secrets.token_urlsafe(24)
        with psycopg.connect(server.url_of(TEMPLATE), autocommit=True) as connection:
            built = build(connection, pieces)
            empower(connection, pieces, password)
        with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {BEFORE} template {TEMPLATE} strategy file_copy")
        looked_at = server.url_of(BEFORE)
        schema, own_pieces = both_at_once(lambda: introspect.read(looked_at), lambda: read_pieces(looked_at))
        yield Shadow(
            explored,
            schema,
            differences(explored, schema, built),
            pieces,
            own_pieces=own_pieces,
            server=server,
            password=password,
        )


def _options(pieces: Pieces) -> str:
    """The settings of a session that runs migrations, as libpq sends them."""
    around = pieces.circumstances
    given = {"TimeZone": around.time_zone, "search_path": around.search_path}
    if around.is_superuser:  # it may act as the roles that it makes, as there
        given["createrole_self_grant"] = "set, inherit"
    escaped = {name: value.replace("\\", "\\\\").replace(" ", "\\ ") for name, value in given.items() if value}
    return " ".join(f"-c {name}={value}" for name, value in escaped.items())
