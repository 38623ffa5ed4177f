"""The server that a shadow is built on: what is asked of it, and how it is emptied for the next one."""

from collections.abc import Container
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


def empty(connection: psycopg.Connection[Any]) -> None:
    """Drop what shadows have left on a server: their databases, and the roles that were made for them."""
    for (name,) in connection.execute(query("shadow_databases")).fetchall():
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
    drop_roles(connection)


def drop_roles(connection: psycopg.Connection[Any], *, but: Container[str] = ()) -> None:
    """Drop every role but those named and the superusers."""
    for (name,) in connection.execute(query("ordinary_roles")).fetchall():
        if name not in but:
            connection.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))
