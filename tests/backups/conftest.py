"""Fixtures: an embedded server as a person has one, with contexts in it."""

import time
from collections.abc import Iterator

import psycopg
import pytest

from lib import migrate
from lib.database import engine, transaction
from lib.embedded import server as embedded
from lib.embedded import sharing
from lib.embedded.server import Server
from tests.support.databases import FAST
from tests.upgrades.kept_states import load


@pytest.fixture(scope="session")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An embedded server as a person has one, for the tests of this folder."""
    home = tmp_path_factory.mktemp("a home with blanks")
    running = sharing.share(home, options=FAST)
    yield running
    sharing.leave(home)
    while embedded.is_running(home):
        time.sleep(0.05)


@pytest.fixture
def house(own_server: Server, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Server:
    """That server with the contexts of a kept state in its database: of 012, unless the test says which."""
    monkeypatch.setenv("ORB_HOME", str(own_server.home))
    with psycopg.connect(own_server.url_of("postgres"), autocommit=True) as connection:
        connection.execute("drop database if exists orb with (force)")
        connection.execute("create database orb template template0")
    database = engine(own_server.url)
    with transaction(database) as connection:
        migrate.create_role(connection)
    database.dispose()
    load(getattr(request, "param", "012"), own_server.url)
    return own_server
