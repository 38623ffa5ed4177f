"""The faults: each makes something bad happen while people look and a worker works, and mends it again."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import psutil
import psycopg

from lib.context.queue.worker import Worker
from lib.context.readers.openai_reader import OpenAIReader
from lib.database import database_clock
from tests.readers.test_openai_reader import ANSWERED_BADLY, HEAD, REFUSED_BY_STATUS, error
from tests.soak.faults.folders import read_only_folder
from tests.soak.faults.upgrades import upgraded_under_way
from tests.soak.faults.victim import WRITES, work_until_killed
from tests.soak.faults.world import PATCH, World, good_model

Fault = Callable[[World], None]
LIMITED = "alter role orb_app connection limit {}"
END_ALL = "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'orb_app'"
UP_SECONDS = 30


def server_killed(world: World) -> None:
    """The server's first process is killed in the middle of it; the keeper starts it again."""
    world.beside(lambda: _postmaster(world).kill(), after=world.choice.uniform(0, 0.1))
    _until_up(world)


def backend_killed(world: World) -> None:
    """One of the server's processes is killed, upon which the server throws out all of them and recovers."""

    def kill() -> None:
        with suppress(psutil.Error):
            world.choice.choice(_postmaster(world).children()).kill()

    world.beside(kill, after=world.choice.uniform(0, 0.1))
    _until_up(world)


def server_stopped(world: World) -> None:
    """The server stands still for a while, in the middle of it, and goes on."""

    def stand_still() -> None:
        processes = [_postmaster(world), *_postmaster(world).children()]
        for process in processes:
            _signal(process, signal.SIGSTOP)
        time.sleep(0.3)
        for process in processes:
            _signal(process, signal.SIGCONT)

    world.beside(stand_still, after=world.choice.uniform(0, 0.05))


def slow(world: World) -> None:
    """Every packet takes 2 to 8 ms longer."""
    world.proxy.seconds = world.choice.uniform(0.002, 0.008)
    world.beside(lambda: None)
    world.proxy.seconds = 0


def cut(world: World) -> None:
    """Every connection is reset in the middle of it."""
    world.beside(world.proxy.cut, after=world.choice.uniform(0, 0.05))


def away(world: World) -> None:
    """Nobody listens any more, and what was open is ended."""
    world.proxy.is_away = True
    world.proxy.cut()
    world.beside(lambda: None)
    _must_have_said(world, "cannot be reached")
    world.proxy.is_away = False


def half_open(world: World) -> None:
    """The connections stay open and nothing comes through them any more; new ones work."""
    world.proxy.forget()
    world.beside(lambda: None)


def connections_refused(world: World) -> None:
    """The server lets nobody in any more: its limit of connections is reached."""
    world.sql(LIMITED.format(0), END_ALL)
    world.beside(lambda: None)
    _must_have_said(world, "")
    world.sql(LIMITED.format(-1))


def full_disk(world: World) -> None:
    """There is no byte left where the server writes; without a small disk of its own, the server says so of a table."""
    filler = world.disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    world.beside(lambda: None)
    filler.unlink()
    _until_up(world)


def read_only_database(world: World) -> None:
    """The server takes no writes, as a disk that is read-only or a plan whose room is used up makes it."""
    world.sql("alter role orb_app set default_transaction_read_only = on", END_ALL)
    world.beside(lambda: None)
    _must_have_said(world, "read-only")
    world.sql("alter role orb_app reset default_transaction_read_only", END_ALL)


def statement_timeout(world: World) -> None:
    """Somebody holds a lock on the history for long, and statements end after a while."""
    world.sql("alter role orb_app set statement_timeout = '150ms'", END_ALL)
    _with_lock(world, "share")  # who reads is let pass: a page's statements end after ten seconds of their own
    world.sql("alter role orb_app reset statement_timeout", END_ALL)


def lock_timeout(world: World) -> None:
    """Somebody holds a lock on the history for long, and who waits for one gives up."""
    world.sql("alter role orb_app set lock_timeout = '100ms'", END_ALL)
    _with_lock(world, "access exclusive")
    world.sql("alter role orb_app set lock_timeout = '30s'", END_ALL)


def clock_jumps(world: World) -> None:
    """The workers' clock is two days ahead for one pass, a day behind for the next, and right again."""
    right = world.ahead
    for days in (2, -1, 0):
        world.ahead = right + timedelta(days=days)
        world.work()
        world.write(1)
    world.ahead = right


def worker_killed(world: World) -> None:
    """A worker's process is killed right after one of its writes, and so are the next, which take over from it."""
    _killed(world, "worker", None)


def person_killed(world: World) -> None:
    """The process in which somebody asks for a refresh and decides is killed right after one of its writes."""
    _killed(world, "person", world.choice.choice(world.contacts))


def _killed(world: World, who: str, contact: UUID | None) -> None:
    """Three are killed in a row, at writes at which none was killed before as long as there are any."""
    for _ in range(3):
        world.turn += 1
        world.write(1, of=contact)
        every = range(1, WRITES[who] + 1)
        left = [write for write in every if (who, write) not in world.killed_at] or every
        write = left[world.turn % len(left)]
        if work_until_killed(world.url, world.ahead, write, contact=contact):
            world.killed_at.add((who, write))
        world.ahead += PATCH
    world.look()


def dashboard_killed(world: World) -> None:
    """The dashboard's process is killed in the middle of a refresh that a person asked for, and started again."""
    world.look()
    tab = world.tab
    if tab is not None:
        with suppress(Exception):
            world.run(tab.press("refresh", name="refresh"), seconds=10)
    with suppress(psutil.Error):
        world.dashboard().kill()
    world.start_dashboard()


def bad_model(world: World) -> None:
    """The model's server is in every bad state of the tests at once, another one for each request."""
    refused = [(code, error("no")) for code in REFUSED_BY_STATUS if code not in (429, 500, 503)]
    answered = [(200, body) for body, _sentence in ANSWERED_BADLY.values()]
    broken_off = (200, "broken off")

    def script(_request: object) -> tuple[int, object]:
        status, body = world.choice.choice([*refused, *answered, broken_off])
        return (status, iter([HEAD, b'{"choices"'])) if body == "broken off" else (status, body)

    world.model.script = script
    reader = OpenAIReader(f"m{world.letters}", world.model.url, deadline=5)
    before = len(world.said)
    world.work(Worker(world.database, reader, clock=_clock(world), parallel=3, log=world.logged))
    world.look()
    if len(world.said) == before:
        world.wrong.append("a model failed and nobody was told")
    world.model.script = good_model


QUICK: tuple[Fault, ...] = (
    server_stopped,
    slow,
    cut,
    away,
    connections_refused,
    full_disk,
    read_only_database,
    statement_timeout,
    lock_timeout,
    clock_jumps,
    worker_killed,
    person_killed,
    bad_model,
    server_killed,
    backend_killed,
    upgraded_under_way,
    read_only_folder,
)
"""Each comes as often as the others, in an order that the seed says."""
LONG: tuple[Fault, ...] = (half_open, dashboard_killed)
"""These take seconds each, and come a few times in a run."""


def _clock(world: World) -> Callable[..., object]:
    return lambda connection: database_clock(connection) + world.ahead


def _with_lock(world: World, mode: str) -> None:
    with psycopg.connect(world.direct_url) as connection:
        connection.execute(f"lock table crm_client_context_history in {mode} mode")  # type: ignore[call-overload]
        world.beside(lambda: None)
        connection.rollback()
    _must_have_said(world, "took too long")


def _must_have_said(world: World, words: str) -> None:
    """Note it as wrong where nobody was told, in these words, what the matter is."""
    if not any(words in sentence for sentence in world.said[-20:]):
        world.wrong.append(f"nobody was told: “{words}”")


def _postmaster(world: World) -> psutil.Process:
    pid = int((world.disk / "data" / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
    return psutil.Process(pid)


def _signal(process: psutil.Process, number: int) -> None:
    with suppress(psutil.Error, ProcessLookupError):
        os.kill(process.pid, number)


def _until_up(world: World) -> None:
    """Wait until the server answers again, which it must do by itself."""
    deadline = time.monotonic() + UP_SECONDS
    while time.monotonic() < deadline:
        try:
            with psycopg.connect(world.direct_url, connect_timeout=2) as connection:
                connection.execute("create temporary table up (it boolean)")
            return
        except (psycopg.Error, OSError):
            time.sleep(0.05)
    world.wrong.append("the server did not come back by itself")
