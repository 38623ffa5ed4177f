"""Older code at one database with today's: workers of the commit before each late migration, run from the history."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
from sqlalchemy import Connection

from lib import migrate
from lib.context.queue.worker import Worker
from lib.database import database_clock, engine
from lib.settings import ROOT
from tests.soak.faults.invariants import Checker
from tests.soak.faults.upgrades import no_mapping
from tests.soak.faults.world import PATCH, World
from tests.support.queue_site import Site, build
from tests.support.scripted_reader import ScriptedReader

FIRST = "014"
"""The first migration before which the code was one that stops at a newer database."""
SAYS = "A newer dashboard has upgraded this database"
SECONDS = 60
NUMBERS = itertools.count(1)


def older_code(world: World) -> None:
    """A worker of an older version is at a database that today's upgrades: it says so and ends, today's goes on."""
    checkout = _checkout(world)
    if checkout is None:
        return
    name = f"old_code_{next(NUMBERS)}"
    world.sql(f"create database {name}")
    url = world.server.url_of(name)
    try:
        ended = _run(world, checkout, url, "migrate")
        if "The tables are up to date." not in ended.stdout + ended.stderr:
            world.wrong.append(f"the older version did not migrate: {ended.stderr[-300:]}")
            return
        _upgrade_beside(world, checkout, url)
    finally:
        world.sql(f"drop database {name} with (force)")


def _upgrade_beside(world: World, checkout: Path, url: str) -> None:
    database = engine(url)
    build(database)
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("select now()").fetchone()
        assert row
        site = Site(database, row[0])
        contacts = [site.contact(f"Client {number}") for number in range(4)]

        def write() -> None:
            for contact in contacts:
                site.interaction(contact, 200, body=f"My new garden is called {site.count}.")

        write()
        with _worker(world, checkout, url) as old:
            if not _within(lambda: _count(connection, "crm_context_seen") == len(contacts)):
                world.wrong.append(f"the older version read nothing: {_told(world)}")
            write()
            migrate.migrate(database, sources=no_mapping(world))
            if not _within(lambda: old.poll() is not None):
                world.wrong.append("an older worker went on at a newer database")
        if SAYS not in _told(world):
            world.wrong.append(f"the older version said: {_told(world)}")
        before = connection.execute("select pg_snapshot_xmax(pg_current_snapshot())").fetchone()
        ended = _run(world, checkout, url, "worker", "--once")
        after = connection.execute("select pg_snapshot_xmax(pg_current_snapshot())").fetchone()
        if (ended.returncode, SAYS in ended.stderr) != (1, True):
            world.wrong.append(f"the older version, begun afterwards, said: {ended.stderr[-300:]}")
        if before != after:
            world.wrong.append("an older version wrote into a newer database")
        world.said.append(" ".join(ended.stderr.split()))
        for tries in range(1, 4):
            ahead = tries * PATCH

            def clock(connection: Connection, ahead: timedelta = ahead) -> object:
                return database_clock(connection) + ahead

            Worker(database, ScriptedReader(), clock=clock, parallel=2, log=world.logged).once()  # type: ignore[arg-type]
        world.wrong += Checker().violations(connection, is_at_rest=True, ahead=4 * PATCH)
    world.older_versions.add(checkout.name)
    database.dispose()


def _checkout(world: World) -> Path | None:
    """The files of the version before one of the late migrations; None without the repository's history."""
    late = [path.name for path in sorted(migrate.MIGRATIONS.glob("*.sql")) if path.name >= FIRST]
    left = [name for name in late if f"before {name}" not in world.older_versions]
    name = world.choice.choice(left or late)
    folder = world.scratch / f"before {name}"
    if folder.exists():
        return folder
    commit = _commit_before(name)
    files = _git("archive", commit, "lib", "sql", encoding="latin-1") if commit else ""
    if not files:
        print(f"No code from before {name}: the repository's history is not here.", file=sys.stderr)
        return None
    folder.mkdir()
    subprocess.run(["tar", "x", "-C", folder], input=files.encode("latin-1"), check=True)
    return folder


def _commit_before(name: str) -> str | None:
    """A commit with all migrations up to the one of this name, and without that one; None where there is none."""
    earlier = {path.name for path in migrate.MIGRATIONS.glob("*.sql") if path.name < name}
    words = ("log", "-m", "--full-history", "--no-renames", "--diff-filter=A", "--format=%P")
    for commit in _git(*words, "--", f"sql/migrations/{name}").split():
        there = _git("ls-tree", "--name-only", f"{commit}:sql/migrations").split()
        if set(there) == earlier:
            return commit
    return None


def _git(*words: str, encoding: str = "utf-8") -> str:
    """What git says; nothing where there is no git or no history."""
    try:
        ended = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    except OSError:
        return ""
    return ended.stdout.decode(encoding) if ended.returncode == 0 else ""


def _environment(world: World, url: str) -> dict[str, str]:
    own = {"DATABASE_URL": url, "OPENAI_BASE_URL": world.model.url, "ORB_MODEL": "m", "ORB_ENV_FILE": os.devnull}
    return {**os.environ, **own}


def _run(world: World, checkout: Path, url: str, *words: str) -> "subprocess.CompletedProcess[str]":
    command, own = [sys.executable, "-m", "lib.cli", *words], _environment(world, url)
    return subprocess.run(command, cwd=checkout, env=own, capture_output=True, text=True, check=False)


@contextmanager
def _worker(world: World, checkout: Path, url: str) -> Iterator["subprocess.Popen[bytes]"]:
    with (world.scratch / "old.log").open("wb") as log:
        command, own = [sys.executable, "-m", "lib.cli", "worker"], _environment(world, url)
        running = subprocess.Popen(command, cwd=checkout, env=own, stdout=log, stderr=log)
        try:
            yield running
        finally:
            running.kill()
            running.wait()


def _told(world: World) -> str:
    return " ".join((world.scratch / "old.log").read_text("utf-8").split())[-400:]


def _count(connection: "psycopg.Connection[tuple[int]]", table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()  # type: ignore[call-overload]
    return row[0] if row else 0


def _within(holds: Callable[[], bool]) -> bool:
    """Whether it holds within a minute."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False
