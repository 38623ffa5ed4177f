"""The catalog's rows, all of them in one message and of one moment."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from psycopg import Connection, errors, generators, pq
from psycopg.adapt import Transformer

from lib.settings import ROOT

CatalogRow = tuple[Any, ...]
FOLDER = ROOT / "sql" / "schema" / "catalog"


class CatalogRows:
    """What each statement of `sql/schema/catalog` gave; attributes are named as the files, and columns as in them.

    They stand in the order in which the server runs them, and each is waited for when it is first asked for: what is
    made of one set of rows is made while the server works on the next, which takes a quarter off a whole reading.
    """

    database: list[CatalogRow]
    comments: list[CatalogRow]
    namespaces: list[CatalogRow]
    extensions: list[CatalogRow]
    enums: list[CatalogRow]
    domains: list[CatalogRow]
    domain_checks: list[CatalogRow]
    constraints: list[CatalogRow]
    columns: list[CatalogRow]
    tables: list[CatalogRow]
    sequences: list[CatalogRow]
    privileges: list[CatalogRow]
    not_nulls: list[CatalogRow]
    inherits: list[CatalogRow]
    triggers: list[CatalogRow]
    policies: list[CatalogRow]
    reads: list[CatalogRow]
    indexes: list[CatalogRow]
    texts: list[CatalogRow]

    def __init__(self, sent: Iterator[tuple[list[CatalogRow], bool]]) -> None:
        self._sent = sent
        self._names = iter(STATEMENTS)

    def __getattr__(self, name: str) -> list[CatalogRow]:
        for next_name in self._names:
            for _ in self._arriving(next_name):
                pass
            if next_name == name:
                rows: list[CatalogRow] = vars(self)[name]
                return rows
        raise AttributeError(name)

    def arriving(self, name: str) -> Iterator[list[CatalogRow]]:
        """The rows of a statement that was not yet waited for, piece by piece as the server sends them."""
        for next_name in self._names:
            pieces = self._arriving(next_name)
            if next_name == name:
                yield from pieces
                return
            for _ in pieces:
                pass

    def complete(self) -> "CatalogRows":
        """These rows with nothing left to wait for, the transaction ended."""
        for name in self._names:
            for _ in self._arriving(name):
                pass
        for _ in self._sent:
            pass
        return self

    def _arriving(self, name: str) -> Iterator[list[CatalogRow]]:
        """The pieces of the next statement, whose rows together become the attribute `name`."""
        rows: list[CatalogRow] = []
        setattr(self, name, rows)
        for piece, is_last in self._sent:
            rows += piece
            yield piece
            if is_last:
                return


CHUNK = 500
"""The rows that are turned into values while the server still sends the rest of them."""

STATEMENTS = tuple(CatalogRows.__annotations__)


def fetch(connection: Connection[Any], *, locked: Collection[int] | None = ()) -> CatalogRows:
    """All rows in one round trip, in a READ ONLY REPEATABLE READ transaction; `connection` is in autocommit.

    `locked` are the tables whose texts are left out because printing them would wait for a lock; None: all tables.
    Over 30 ms of network the one message takes a third of the time of the same statements sent one by one. An error of
    the server is raised where rows are asked for, or at the latest by `complete`.
    """
    return CatalogRows(_send(connection, _message().replace(":locked", _array(locked))))


def _send(connection: Connection[Any], message: str) -> Iterator[tuple[list[CatalogRow], bool]]:
    """The rows of a message's statements piece by piece, each with whether it is the last one of its statement.

    A cursor would wait for the last statement.
    """
    server = connection.pgconn
    server.send_query(message.encode())
    server.set_chunked_rows_mode(CHUNK)
    connection.wait(generators.send(server))
    failed = None
    while (result := connection.wait(generators.fetch(server))) is not None:
        if result.status in (pq.ExecStatus.TUPLES_CHUNK, pq.ExecStatus.TUPLES_OK):
            loader = Transformer(connection)
            loader.set_pgresult(result)
            yield loader.load_rows(0, result.ntuples, tuple), result.status == pq.ExecStatus.TUPLES_OK
        elif result.status == pq.ExecStatus.FATAL_ERROR:
            failed = errors.error_from_result(result)
    if failed is not None:
        raise failed


def locked_tables(connection: Connection[Any]) -> frozenset[int]:
    """The tables whose texts cannot be printed now without waiting."""
    return frozenset(oid for (oid,) in ask(connection, "checks/locked"))


def ask(connection: Connection[Any], name: str) -> list[CatalogRow]:
    """The rows of one statement of `sql/schema/catalog`, in such a transaction of its own."""
    cursor = connection.execute(";\n".join([script("session"), script(name), "commit"]).encode())
    return next(result.fetchall() for result in cursor.results() if result.description)


@cache
def script(name: str) -> str:
    """The SQL of `sql/schema/catalog/<name>.sql`, read once."""
    return (FOLDER / f"{name}.sql").read_text("utf-8").strip()


@cache
def _message() -> str:
    return ";\n".join([script("session"), *map(script, STATEMENTS), "commit"])


def _array(locked: Collection[int] | None) -> str:
    return "null" if locked is None else "'{" + ",".join(str(int(oid)) for oid in sorted(locked)) + "}'"
