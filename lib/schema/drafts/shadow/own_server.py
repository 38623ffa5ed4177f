"""A person's own empty server for shadows: it has the extensions that the embedded Postgres lacks.

Its login is a superuser there, for a shadow has the roles, owners and extensions of the explored database. The draft's
statements run as the role that runs migrations, which is none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import conninfo
from sqlalchemy import Engine

from lib.database import driver_connection
from lib.driver import parameters
from lib.errors import InvalidSettings, OrbError
from lib.schema.drafts.measure.reading import query
from lib.schema.drafts.shadow.pieces import Pieces
from lib.schema.drafts.shadow.server import empty


class OwnServerRefused(OrbError):
    title = "The server of ORB_SHADOW_URL cannot be used."
    next_step = "Name an empty server of your own there, or leave the setting out."


@dataclass(frozen=True)
class OwnServer:
    """A person's server, held by a session that keeps other checks from it."""

    url: str
    session: psycopg.Connection[Any]

    def url_of(self, database: str, *, user: str = "", password: str = "", options: str = "") -> str:
        """The address of one of its databases for libpq, for its superuser unless another user is named."""
        named = {"dbname": database, "user": user, "password": password, "options": options}
        return conninfo.make_conninfo(self.url, **{key: word for key, word in named.items() if word})

    def is_running(self) -> bool:
        """Whether the session that holds it is still answered."""
        try:
            self.session.execute("select 1")
        except psycopg.Error:
            return False
        return True


@contextmanager
def own_server(address: str, pieces: Pieces, explored: Engine | str | None) -> Iterator[OwnServer]:
    """The server at an address, empty, ours alone until the block ends, and empty again afterwards.

    Raises `OwnServerRefused` where it is the explored one, is in use, holds anything or is too old, or where the login
    may not do there what a shadow needs.
    """
    with _session(address) as session:
        _check(session, pieces, explored)
        empty(session)
        url = session.info.dsn
        try:
            yield OwnServer(
                conninfo.make_conninfo(url, password=session.info.password, client_encoding="utf8"), session
            )
        finally:
            if not session.closed:
                empty(session)


@contextmanager
def _session(address: str) -> Iterator[psycopg.Connection[Any]]:
    try:
        opened = psycopg.connect(**{**parameters(address), "client_encoding": "utf8"}, autocommit=True)
    except (psycopg.OperationalError, InvalidSettings) as error:
        raise OwnServerRefused(
            "The server of ORB_SHADOW_URL cannot be reached, or refuses the login.",
            next_step="Start it and check the address, or leave the setting out.",
        ) from error
    with opened:
        yield opened


def _check(session: psycopg.Connection[Any], pieces: Pieces, explored: Engine | str | None) -> None:
    facts = session.execute(query("own_server")).fetchone()
    assert facts is not None  # noqa: S101 - who asks is a role
    is_superuser, is_standby, identity, version, databases, relations, roles, superusers = facts
    if explored is not None and _identity(explored) == identity:
        raise OwnServerRefused("ORB_SHADOW_URL names the server that is explored.")
    if is_standby or not is_superuser:
        raise OwnServerRefused(
            "The login of ORB_SHADOW_URL is no superuser of its server.",
            next_step="A shadow has the roles and owners of the explored database: only a superuser can make them.",
        )
    if version // 10000 < pieces.circumstances.server_version // 10000:
        raise OwnServerRefused(
            "The server of ORB_SHADOW_URL is older than the explored one.",
            next_step="Name one of the same version or a newer one.",
        )
    held = [*(f"the database {name}" for name in databases), *relations]
    if not session.execute(query("shadow_databases")).fetchall():  # they are left where a check was killed
        held += [f"the role {name}" for name in roles]
    if held:
        raise OwnServerRefused(f"The server of ORB_SHADOW_URL is not empty: it holds {', '.join(held[:3])}.")
    named = {piece.name for piece in pieces.first if piece.kind == "role"} & set(superusers)
    if named:
        raise OwnServerRefused(
            f"A superuser of ORB_SHADOW_URL's server is called {min(named)}, as is a role of the explored database.",
            next_step="Make the server with a superuser of another name: initdb -U orb_shadow.",
        )
    if not session.execute(query("shadow_lock")).fetchall()[0][0]:
        raise OwnServerRefused(
            "Another check uses the server of ORB_SHADOW_URL.", next_step="Try again when it has ended."
        )


def _identity(explored: Engine | str) -> str:
    with driver_connection(explored) as connection:
        row = connection.execute(query("server_identity")).fetchone()
    return str(row[0]) if row else ""
