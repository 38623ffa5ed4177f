"""The explorer on a standby: it reads there, says that it does, and sees what its primary does a moment later."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import psycopg
import pytest
from sqlalchemy import Engine

from lib.database import engine, read_only
from lib.embedded import server as embedded
from lib.errors import ReadOnlyDatabase, TooSlow
from lib.migrate import migrate
from lib.schema import agent
from lib.schema.cache import cache
from lib.schema.export.document import from_document, to_document
from lib.schema.export.export import export
from lib.schema.export.subset import of_tables
from lib.settings import ROOT
from lib.ui.explorer.address import Address
from lib.ui.explorer.header import header_line
from tests.support.processes import forked
from tests.support.standbys import caught_up, standby


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[str, str]]:
    """The addresses of one small database on a primary and on its standby."""
    home = Path(tempfile.mkdtemp(prefix="orb test "))
    try:
        url = embedded.start(home, options=("fsync=off", "max_wal_size=128MB")).url
        database = engine(url)
        migrate(database)
        database.dispose()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("create table shop (id integer primary key)")
        with standby(url) as there:
            yield url, there
    finally:
        embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def orb(url: str, there: str, *words: str) -> "subprocess.CompletedProcess[str]":
    own = {**os.environ, "DATABASE_URL": url, "SCHEMA_DATABASE_URL": there}
    return subprocess.run(
        [*forked.python(), "-m", "lib.cli", *words], cwd=ROOT, env=own, capture_output=True, text=True, check=False
    )


def at_rest(context: Engine, explored: Engine) -> cache.Freshness:
    """The check of the stored schema once the standby has all of its primary, which goes on writing: the last one."""
    deadline = time.monotonic() + 60
    while (checked := cache.check(context, explored)).seconds_behind and time.monotonic() < deadline:
        time.sleep(0.05)
    return checked


def test_the_explorer_reads_a_standby_and_says_that_it_is_one(servers: tuple[str, str]) -> None:
    url, there = servers
    context, explored = engine(url), engine(there)
    schema = cache.refresh(context, explored).schema
    assert ("public", "shop") in schema.table_named
    checked = at_rest(context, explored)
    assert (checked.state, checked.seconds_behind) == ("fresh", 0.0)
    line = header_line(schema, schema, checked=checked, here=Address())
    assert "standby</span>" in line
    part = of_tables(schema, {("public", "shop")}, scope="shop")
    assert "scope: shop: 1 of " in (told := export(part, "compact"))
    assert "; read from a standby\n" in told
    assert agent.stamp(schema)["scope"] == "whole database; read from a standby"
    assert agent.stamp(cache.refresh(context, context).schema)["scope"] == "whole database"
    stored = cache.load(context, explored)
    assert stored is not None
    assert from_document(to_document(stored)).is_standby is stored.is_standby is True
    primary = cache.check(context, context)
    assert primary.seconds_behind is None
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table branch (id integer primary key)")
    caught_up(url, there)
    assert cache.check(context, explored).state == "changed"
    assert ("public", "branch") in cache.refresh(context, explored).schema.table_named
    context.dispose()
    explored.dispose()


def test_the_command_says_it_of_a_standby_alone(servers: tuple[str, str]) -> None:
    url, there = servers
    found = json.loads(orb(url, there, "schema", "check", "--json").stdout)
    assert "seconds_behind" in found
    assert "seconds_behind" not in json.loads(orb(url, url, "schema", "check", "--json").stdout)
    assert "standby" in orb(url, there, "schema", "check").stdout


def test_a_reading_that_the_standby_ends_says_so(servers: tuple[str, str]) -> None:
    url, there = servers
    with psycopg.connect(there, autocommit=True) as connection:
        connection.execute("alter system set max_standby_streaming_delay = 0")
        connection.execute("select pg_reload_conf()")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table doomed (id integer); insert into doomed values (1)")
        caught_up(url, there)
        explored = engine(there)
        drop = Timer(1, connection.execute, ("drop table doomed",))
        with pytest.raises(TooSlow, match="The standby ended this reading"), read_only(explored) as reading:  # noqa: PT012
            reading.exec_driver_sql("select from doomed")
            drop.start()
            reading.exec_driver_sql("select pg_sleep(9)")
        drop.join()
    explored.dispose()


def test_contexts_on_a_standby_are_refused_in_a_sentence(servers: tuple[str, str]) -> None:
    _url, there = servers
    ended = orb(there, there, "schema", "refresh")
    assert (ended.returncode, " ".join(ended.stderr.split())) == (1, str(ReadOnlyDatabase()))
