"""What can go wrong with the explored database: one clear error, and the last good cache untouched."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import conninfo
from sqlalchemy import Engine, text

from lib.database import engine
from lib.errors import LoginRefused, NoDatabase, OrbError, UnsupportedServer
from lib.schema.cache import cache
from lib.schema.catalog import introspect
from tests.support.servers import free_port

Answer = Callable[[socket.socket], None]


@contextmanager
def listening(answer: Answer) -> Iterator[str]:
    """The address of something on loopback that answers every caller with `answer`."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    answer(caller)

        threading.Thread(target=serve, daemon=True).start()
        yield f"postgresql://someone:secret@127.0.0.1:{server.getsockname()[1]}/somewhere"
        server.shutdown(socket.SHUT_RDWR)


def speaks_http(caller: socket.socket) -> None:
    caller.recv(100)
    caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def hangs_up(caller: socket.socket) -> None:
    caller.recv(100)


def rows(database: Engine) -> list[tuple[object, ...]]:
    with database.connect() as connection:
        query = "select xmin::text, id, raw_metadata from system_schema_cache order by id"
        return [tuple(row) for row in connection.execute(text(query))]


def refused(database: Engine, address: str) -> OrbError:
    """The error that a refresh from `address` ends with."""
    explored = engine(address)
    with pytest.raises(OrbError) as caught:
        cache.refresh(database, explored)
    explored.dispose()
    assert "secret" not in str(caught.value)
    return caught.value


def test_nobody_listens(database: Engine) -> None:
    error = refused(database, f"postgresql://someone:secret@127.0.0.1:{free_port()}/somewhere")
    assert isinstance(error, NoDatabase)
    assert error.title == "The explored database cannot be reached."
    assert "SCHEMA_DATABASE_URL" in error.next_step


def test_a_wrong_name(database: Engine, empty_database: str) -> None:
    error = refused(database, conninfo.make_conninfo(empty_database, dbname="no such database"))
    assert isinstance(error, NoDatabase)
    assert error.title == "The server has no database of this name."


def test_a_wrong_password(database: Engine, empty_database: str) -> None:
    error = refused(database, conninfo.make_conninfo(empty_database, password="secret"))
    assert isinstance(error, LoginRefused)


def test_a_login_without_connect(database: Engine, empty_database: str) -> None:
    name = conninfo.conninfo_to_dict(empty_database)["dbname"]
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(f"revoke connect on database {name} from public".encode())
        connection.execute("create role no_connect login password 'secret'")
    try:
        error = refused(database, conninfo.make_conninfo(empty_database, user="no_connect", password="secret"))
        assert isinstance(error, LoginRefused)
        assert "CONNECT" in error.next_step
    finally:
        with psycopg.connect(empty_database, autocommit=True) as connection:
            connection.execute("drop role no_connect")


def test_something_that_is_not_postgres(database: Engine) -> None:
    with listening(speaks_http) as address:
        assert isinstance(refused(database, address), UnsupportedServer)


def test_something_that_hangs_up(database: Engine) -> None:
    with listening(hangs_up) as address:
        assert isinstance(refused(database, address), NoDatabase)


def test_a_server_older_than_15(database: Engine, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(introspect, "OLDEST", 990000)
    error = refused(database, empty_database)
    assert isinstance(error, UnsupportedServer)
    assert error.title == "The server runs Postgres 18."


def test_a_connection_that_drops_in_the_middle_leaves_the_last_good_cache(
    database: Engine, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("create table item (id integer primary key)")
    explored = engine(empty_database)
    good = cache.refresh(database, explored).schema
    before = rows(database)
    fetch = introspect.fetch

    def dropped(connection: psycopg.Connection, **given: object) -> object:
        with psycopg.connect(empty_database, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s)", [connection.info.backend_pid])
        return fetch(connection, **given)

    monkeypatch.setattr(introspect, "fetch", dropped)
    with pytest.raises(NoDatabase):
        cache.refresh(database, explored)
    monkeypatch.undo()
    assert rows(database) == before
    assert cache.load(database, explored) == good
    assert cache.refresh(database, explored).changed is False


def test_the_database_with_the_cache_dropping_leaves_the_last_good_cache(
    database: Engine, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    explored = engine(empty_database)
    cache.refresh(database, explored)
    before = rows(database)
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("create table item (id integer primary key)")

    def fails(*_: object) -> bool:
        raise NoDatabase

    monkeypatch.setattr(cache, "_write_snapshot", fails)
    with pytest.raises(NoDatabase):
        cache.refresh(database, explored)
    assert rows(database) == before
