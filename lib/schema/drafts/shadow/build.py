"""Builds a schema from its pieces without sorting them: what fails is tried again until a round gains nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from lib.schema.drafts.shadow.pieces import Piece, Pieces

REACHING_OUT = {"dblink", "postgres_fdw", "file_fdw", "adminpack", "plperlu", "plpython3u", "pltclu"}
"""Extensions that reach files or other servers: stand-ins serve for them even where they could be installed."""
BATCH = 200
MOST_ROUNDS = 20
SETTINGS = (
    *("set check_function_bodies = off", "set search_path = ''", "set client_min_messages = error"),
    "set statement_timeout = '60s'",
)
NO_EVENTS = 170000
"""The first version that can be told to fire no event triggers."""
SELF_GRANT = 160000
"""The first version in which a role that may make roles is not by that alone their master."""
TEMPORARY = "1GB"
"""What one statement of a draft may write into temporary files."""
AVAILABLE = "select name from pg_available_extensions"
INSTALLED = "select extname from pg_extension"
EVENT_TRIGGERS = "select evtname from pg_event_trigger"


@dataclass(frozen=True)
class Missing:
    """A piece that could not be made, with the server's reason."""

    piece: Piece
    reason: str


@dataclass(frozen=True)
class Built:
    """What could not be made, and the extensions that stand-ins serve for."""

    missing: tuple[Missing, ...]
    stand_ins: tuple[str, ...]


def build(connection: psycopg.Connection[Any], pieces: Pieces) -> Built:
    """Make the pieces in the empty database of `connection` (a superuser's, in autocommit)."""
    for setting in SETTINGS:
        connection.execute(setting)
    if connection.info.server_version >= NO_EVENTS:
        connection.execute("set event_triggers = off")
    available = {name for (name,) in connection.execute(AVAILABLE)} - REACHING_OUT
    wanted = {piece.name for piece in pieces.first if piece.kind == "extension"}
    missing = _fixed_point(
        connection, [piece for piece in pieces.first if piece.kind != "extension" or piece.name in available]
    )
    installed = {name for (name,) in connection.execute(INSTALLED)}
    stand_ins = wanted - installed
    then = [piece for piece in pieces.then if piece.extension is None or piece.extension in stand_ins]
    events = [piece for piece in then if piece.kind == "event trigger"]  # they would fire on what comes behind them
    for part in ([piece for piece in then if piece.kind != "event trigger"], list(pieces.last), events):
        missing += _fixed_point(connection, part)
    return Built(tuple(item for item in missing if item.piece.extension not in stand_ins), tuple(sorted(stand_ins)))


def empower(connection: psycopg.Connection[Any], pieces: Pieces, password: str) -> None:
    """Let the role that runs migrations log in, with no more rights than it has in the explored database.

    A superuser there becomes here a member of every other role: it may alter what anybody owns, and nothing outside.
    """
    role = sql.Identifier(pieces.circumstances.role)
    connection.execute(sql.SQL("alter role {} login password {}").format(role, sql.Literal(password)))
    connection.execute(sql.SQL("alter role {} set temp_file_limit = {}").format(role, TEMPORARY))
    if connection.info.server_version >= NO_EVENTS:
        connection.execute(sql.SQL("alter role {} set event_triggers = off").format(role))
    else:
        for (name,) in connection.execute(EVENT_TRIGGERS).fetchall():
            connection.execute(sql.SQL("alter event trigger {} disable").format(sql.Identifier(name)))
    if pieces.circumstances.is_superuser:
        connection.execute(sql.SQL("alter role {} createrole bypassrls").format(role))
        if connection.info.server_version >= SELF_GRANT:  # it may act as the roles that it makes, as there
            connection.execute(sql.SQL("alter role {} set createrole_self_grant = 'set, inherit'").format(role))
        for piece in pieces.first:
            if piece.kind == "role" and piece.name != pieces.circumstances.role:
                _try(connection, sql.SQL("grant {} to {}").format(sql.Identifier(piece.name), role))


def _try(connection: psycopg.Connection[Any], statement: sql.Composed) -> None:
    try:
        connection.execute(statement)
    except psycopg.errors.InvalidGrantOperation:
        return  # it is a member the other way round


def _fixed_point(connection: psycopg.Connection[Any], pieces: list[Piece]) -> list[Missing]:
    """Make the pieces, and those that failed again, until a round gains nothing; what is left."""
    left: list[Missing] = []
    for _ in range(MOST_ROUNDS):
        batches = [pieces[start : start + BATCH] for start in range(0, len(pieces), BATCH)]
        left = [item for batch in batches for item in _make(connection, batch)]
        if not left or len(left) == len(pieces):
            break
        pieces = [item.piece for item in left]
    return left


def _make(connection: psycopg.Connection[Any], batch: Sequence[Piece]) -> list[Missing]:
    """Make a batch in one message, which is one transaction; where it fails, each half alone. What failed by itself."""
    try:
        connection.execute(";\n".join(piece.sql for piece in batch).encode())
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        if connection.closed or len(batch) == 1:
            raise
        return _halves(connection, batch, error)
    except psycopg.Error as error:
        return _halves(connection, batch, error)
    return []


def _halves(connection: psycopg.Connection[Any], batch: Sequence[Piece], error: psycopg.Error) -> list[Missing]:
    if len(batch) == 1:
        return [Missing(batch[0], error.diag.message_primary or "the server gave no reason")]
    middle = len(batch) // 2
    return _make(connection, batch[:middle]) + _make(connection, batch[middle:])
