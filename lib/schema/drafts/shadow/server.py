"""The server that a shadow is built on: what is asked of it, and how it is emptied for the next one."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from psycopg import sql

from lib.schema.drafts.measure.reading import query


class ShadowServer(Protocol):
    """A server whose superuser we are, and that holds nothing but shadows."""

    def url_of(self, database: str, *, user: str = "", password: str = "", options: str = "") -> str:
        """The address of one of its databases for libpq, for its superuser unless another user is named."""

    def is_running(self) -> bool:
        """Whether it still answers."""


@dataclass
class Cluster:
    """What all databases of a shadow's server share, such as roles, and what became of it since it was built."""

    built: str
    has_moved: bool = False
    """A copy changed it, so that no other copy may be used at the same time."""
    is_spoiled: bool = False
    """It is otherwise than it was built, so that the shadow has to be built again."""


def cluster_state(connection: psycopg.Connection[Any]) -> str:
    """A digest of what a draft may change for all databases of the server."""
    ((state,),) = connection.execute(query("cluster")).fetchall()
    return str(state)


def empty(connection: psycopg.Connection[Any]) -> None:
    """Drop what shadows have left on a server: their databases, and the roles that were made for them."""
    for (name,) in connection.execute(query("shadow_databases")).fetchall():
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
    drop_roles(connection)


def drop_roles(connection: psycopg.Connection[Any], *, but: Container[str] = ()) -> None:
    """Drop every role but those named and the superusers."""
    names = [name for (name,) in connection.execute(query("ordinary_roles")).fetchall() if name not in but]
    for role, member, grantor in connection.execute(query("granted_memberships")).fetchall():
        if grantor in names:
            of = (sql.Identifier(word) for word in (role, member, grantor))
            connection.execute(sql.SQL("revoke {} from {} granted by {} cascade").format(*of))
    for name in names:
        connection.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))
