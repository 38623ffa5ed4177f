"""What the explored database's schema is made of, as the statements that make it, read by a login that may only look.

`pg_dump` needs rights on every table; the catalogs tell the same to everybody. What is read here holds function bodies,
which may hold secrets: it is used to build the shadow and is neither kept nor shown.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import psycopg
from sqlalchemy import Engine

from lib.database import driver_connection
from lib.schema.catalog.rows import script
from lib.settings import ROOT

FOLDER = ROOT / "sql"
FIRST = ("roles", "schemas")
THEN = (
    *("types", "foreign_servers", "functions", "sequences", "aggregates", "tables", "attachments", "constraints"),
    *("indexes", "index_parts", "views", "contents", "triggers", "policies", "comments", "publications", "rights"),
)
LAST = ("default_rights",)
"""The statements of `sql/schema/drafts/pieces` in an order in which most of what they make finds what it needs."""


@dataclass(frozen=True)
class Piece:
    """One thing of a schema: what it is, the SQL that makes it, and the extension that it belongs to, if any."""

    kind: str
    name: str
    extension: str | None
    sql: str


@dataclass(frozen=True)
class Circumstances:
    """Who runs migrations in the explored database, and the settings that decide what a statement means there."""

    server_version: int
    owner: str
    role: str
    is_superuser: bool
    search_path: str | None
    time_zone: str


@dataclass(frozen=True)
class Pieces:
    """All pieces of one moment: roles and schemas, what lies in them, and what is granted on things to come."""

    circumstances: Circumstances
    first: tuple[Piece, ...]
    then: tuple[Piece, ...]
    last: tuple[Piece, ...]

    @property
    def digest(self) -> str:
        """A digest of everything that a shadow is built from."""
        return sha256(repr(self).encode()).hexdigest()


def read_pieces(source: Engine | str) -> Pieces:
    """The pieces of the database that `source` names, in one READ ONLY transaction; CONNECT is all that it needs."""
    with driver_connection(source) as connection:
        try:
            cursor = connection.execute(_message())
            rows = [result.fetchall() for result in cursor.results() if result.description]
        except psycopg.Error:
            connection.rollback()
            raise
    circumstances, *kinds = rows
    named = dict(zip((*FIRST, *THEN, *LAST), ([Piece(*row) for row in rows] for rows in kinds), strict=True))
    first, then, last = (tuple(_useful(named, names)) for names in (FIRST, THEN, LAST))
    return Pieces(Circumstances(*circumstances[0]), first, then, last)


def _useful(named: dict[str, list[Piece]], names: tuple[str, ...]) -> list[Piece]:
    return [piece for name in names for piece in named[name] if piece.sql]


@cache
def _message() -> Any:
    names = ["schema/drafts/circumstances", *(f"schema/drafts/pieces/{name}" for name in (*FIRST, *THEN, *LAST))]
    texts = ((FOLDER / f"{name}.sql").read_text("utf-8").strip() for name in names)
    return ";\n".join([script("session"), *texts, "commit"]).encode()
