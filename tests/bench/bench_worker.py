"""The worker: who is due among 100,000 contacts, and how much faster several at once are than one."""

import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import Engine, text

from lib.context.queue import due
from lib.context.queue.due import Pace
from lib.context.queue.worker import Worker
from lib.context.readers.openai_reader import OpenAIReader
from lib.database import database_clock, engine, transaction
from lib.embedded import server as embedded
from lib.migrate import migrate
from tests.bench.measurement import Measurement
from tests.support.queue_site import Site, build
from tests.support.scripted_model import completion, scripted_model
from tests.support.scripted_reader import notes_every_source

ROWS = (Path(__file__).parent / "data" / "worker_rows.sql").read_text("utf-8")
CONTACTS, PARALLEL = 24, 16


def measure() -> Iterable[Measurement]:
    """The speed lines of the worker."""
    with _server() as server:
        with _database(server, "large") as database:
            with psycopg.connect(server.url_of("large"), autocommit=True) as connection:
                for part in ROWS.split(";\n"):
                    connection.execute(part)  # type: ignore[call-overload]
            found, recent = _timed(database, lambda c, now: due.recent(c, now=now, pace=Pace(), limit=1000), times=11)
            yield Measurement("contacts found due", found, "contacts", 100, at_least=True)
            yield Measurement("due, by what changed in two days", recent * 1000, "ms", 50)
            _found, one = _timed(database, _one, times=11)
            yield Measurement("is one contact still due", one * 1000, "ms")
            _found, sweep = _timed(database, lambda c, now: due.sweep(c, now=now, pace=Pace()), times=3)
            yield Measurement("sweep over 1,000,000 interactions", sweep, "s", 10)
        with scripted_model(_slowly) as model:
            seconds = {workers: _throughput(server, model.url, workers) for workers in (1, 4)}
            at_once = _throughput(server, model.url, 1, parallel=PARALLEL, contacts=PARALLEL * 10)
        one = seconds[1] / CONTACTS
        yield Measurement(f"one worker, {CONTACTS} contacts, a model of 1 s", seconds[1], "s")
        yield Measurement("four workers", seconds[4], "s")
        yield Measurement("four workers against one", seconds[1] / seconds[4], "times", 3, at_least=True)
        gain = one * PARALLEL * 10 / at_once
        yield Measurement(f"one worker, {PARALLEL} contacts at once against one", gain, "times", 12, at_least=True)


def _one(connection: Any, now: Any) -> list[bool]:
    contact_id = connection.execute(text("select contact_id from contact limit 1")).scalar_one()
    return [due.is_due(connection, contact_id, now=now, pace=Pace())]


def _timed(database: Engine, query: Callable[[Any, Any], Any], *, times: int) -> tuple[int, float]:
    """How many rows a query gives, and its median seconds."""
    taken = []
    for _ in range(times):
        with transaction(database) as connection:
            now = database_clock(connection)
            start = time.perf_counter()
            rows = query(connection, now)
            taken.append(time.perf_counter() - start)
    return len(rows), median(taken)


def _throughput(
    server: embedded.Server, model: str, workers: int, *, parallel: int = 1, contacts: int = CONTACTS
) -> float:
    """Seconds from the common start until so many workers, each `parallel` at once, have refreshed all contacts."""
    name = f"small{workers}x{parallel}"
    with _database(server, name) as database:
        with transaction(database) as connection:
            site = Site(database, database_clock(connection))
        for number in range(contacts):
            site.interaction(site.contact(), 100 + number, body="The garden has a pond.")
        spawn = multiprocessing.get_context("spawn")
        barrier = spawn.Barrier(workers + 1)
        processes = [
            spawn.Process(target=_work, args=(server.url_of(name), model, barrier, parallel)) for _ in range(workers)
        ]
        for process in processes:
            process.start()
        barrier.wait()
        start = time.perf_counter()
        for process in processes:
            process.join()
        seconds = time.perf_counter() - start
        with transaction(database) as connection:
            runs = connection.execute(text("select count(*) from crm_context_run where status = 'saved'")).scalar_one()
    if runs != contacts:
        raise RuntimeError(f"{runs} runs for {contacts} contacts")
    return seconds


def _work(url: str, model: str, barrier: Any, parallel: int) -> None:
    working = Worker(engine(url, connections=parallel), OpenAIReader("scripted", model), parallel=parallel)
    barrier.wait()
    while working.once():
        pass


def _slowly(request: dict[str, Any]) -> tuple[int, object]:
    time.sleep(1)
    return 200, completion(notes_every_source(json.loads(request["messages"][-1]["content"])))


@contextmanager
def _server() -> Iterator[embedded.Server]:
    with tempfile.TemporaryDirectory(prefix="orb bench ") as folder:
        server = embedded.start(Path(folder), options=("fsync=off", "shared_buffers=512MB", "max_wal_size=4GB"))
        try:
            yield server
        finally:
            embedded.stop(Path(folder))


@contextmanager
def _database(server: embedded.Server, name: str) -> Iterator[Engine]:
    """A database with our tables and a small site's, removed afterwards."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name}")  # type: ignore[call-overload]
    database = engine(server.url_of(name))
    try:
        migrate(database)
        build(database)
        yield database
    finally:
        database.dispose()
        with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")  # type: ignore[call-overload]
