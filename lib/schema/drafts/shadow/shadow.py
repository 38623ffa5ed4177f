"""A shadow that stands ready: a template database of the explored schema, copied for each thing that is tried."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import psycopg
from psycopg import sql

from lib.errors import NoSpace
from lib.schema.catalog import introspect
from lib.schema.drafts.shadow.at_once import both_at_once
from lib.schema.drafts.shadow.build import build, empower
from lib.schema.drafts.shadow.fidelity import differences
from lib.schema.drafts.shadow.pieces import Pieces, read_pieces
from lib.schema.drafts.shadow.server import Cluster, ShadowServer, cluster_state, drop_roles
from lib.schema.model import Schema

TEMPLATE, BEFORE = "orb_shadow", "orb_before"
"""The template, which nobody may be connected to while it is copied, and a copy of it to look at."""


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
    server: ShadowServer = field(repr=False)
    password: str = field(repr=False)
    """Of the role that drafts run as."""
    cluster: Cluster = field(repr=False)
    snapshot: str = ""
    """The moment of the snapshot that stands for a database which cannot be reached; "" where it was asked."""
    numbers: Iterator[int] = field(default_factory=count, repr=False)

    @property
    def before_url(self) -> str:
        """The address, for the superuser, of a copy that stays as it is: to look at."""
        return self.server.url_of(BEFORE)

    @contextmanager
    def copy(self) -> Iterator[Copy]:
        """A fresh copy that belongs to the draft's role; it is dropped afterwards, and so are roles made meanwhile.

        What else it changes for all databases of the server is noted in `cluster`.
        """
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
                    self._run(
                        connection, sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
                    )
                    if cluster_state(connection) != self.cluster.built:
                        self.cluster.has_moved = True
                        known = {piece.name for piece in self.pieces.first if piece.kind == "role"}
                        drop_roles(connection, but=known)
                        self.cluster.is_spoiled |= cluster_state(connection) != self.cluster.built

    def _administrator(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.server.url_of("postgres"), autocommit=True)

    def _run(self, connection: psycopg.Connection[Any], statement: sql.Composed) -> None:
        try:
            connection.execute(statement)
        except psycopg.errors.DiskFull as error:
            raise NoSpace("There is no disk space for the shadow database.") from error


def built_on(server: ShadowServer, explored: Schema, pieces: Pieces) -> Shadow:
    """The shadow of an explored schema on a server that holds nothing."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {TEMPLATE} template template0 encoding 'UTF8'")
    password = secrets.token_urlsafe(24)
    template = server.url_of(TEMPLATE)
    with psycopg.connect(template, autocommit=True) as connection:
        built = build(connection, pieces)
        empower(connection, pieces, password)
    # the first to read a row notes that it is there to stay: better in the template than in each copy
    schema, own_pieces = both_at_once(lambda: introspect.read(template), lambda: read_pieces(template))
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {BEFORE} template {TEMPLATE} strategy file_copy")
        cluster = Cluster(cluster_state(connection))
    return Shadow(
        explored,
        schema,
        differences(explored, schema, built),
        pieces,
        own_pieces=own_pieces,
        server=server,
        password=password,
        cluster=cluster,
    )


def _options(pieces: Pieces) -> str:
    """The settings of a session that runs migrations, as libpq sends them."""
    around = pieces.circumstances
    given = {"TimeZone": around.time_zone, "search_path": around.search_path}
    escaped = {name: value.replace("\\", "\\\\").replace(" ", "\\ ") for name, value in given.items() if value}
    return " ".join(f"-c {name}={value}" for name, value in escaped.items())
