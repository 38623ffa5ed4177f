"""The check of a draft at 1,000 tables, first and next ones, what else copies a schema, and the drafts of the demo."""

import resource
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from time import perf_counter, process_time
from unittest.mock import patch

import psutil
import psycopg

from lib.database import engine
from lib.demo import loading
from lib.embedded import server as embedded
from lib.embedded.binaries import program
from lib.migrate import migrate
from lib.schema.drafts.check.check import check
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from tests.bench.bench_schema import made_database
from tests.bench.measurement import Measurement
from tests.bench.schemas.made_database import script

TABLES = 1000
DRAFT = """
alter table part_0.table_00000 add column note text;
alter table part_0.table_00000 alter column name set not null;
create index on part_1.table_00001 (created_at);
"""
COLD_SECONDS, WARM_SECONDS, STORY_SECONDS = 15, 3, 2


def measure() -> Iterable[Measurement]:
    """The seconds of checks, of the shadow alone, and of `pg_dump -s | psql` beside them."""
    home = Path(tempfile.mkdtemp(prefix="orb bench "))
    server = embedded.start(home, options=("fsync=off", "max_locks_per_transaction=512"))
    try:
        url = made_database(server, "once", script(TABLES))
        with ShadowKeeper() as keeper:
            steps: list[tuple[str, float]] = []
            started = perf_counter()
            check(keeper, url, DRAFT, progress=lambda step: steps.append((step, perf_counter())))
            ended = perf_counter()
            yield Measurement("check, cold", ended - started, "s", COLD_SECONDS)
            for (step, at), after in zip(steps, [*(moment for _, moment in steps[1:]), ended], strict=True):
                yield Measurement(f"   {step.lower()}", after - at, "s")
            warm = []
            for number in range(3):
                started = perf_counter()
                check(keeper, url, DRAFT.replace("note", f"note_{number}"))
                warm.append(perf_counter() - started)
            yield Measurement("check, warm", sorted(warm)[1], "s", WARM_SECONDS)
        yield Measurement("pg_dump -s | psql", _dumped(server, url), "s")
        (plain, plain_spent), (told, spent) = (_demo(server, home, name) for name in ("untold", "told"))
        yield Measurement("demo without its drafts", plain, "s")
        yield Measurement("   on the processors", plain_spent, "s")
        yield Measurement("demo with its drafts, more than without", told - plain, "s", STORY_SECONDS)
        yield Measurement("   on the processors", spent - plain_spent, "s")
    finally:
        embedded.stop(home)
        rmtree(home, ignore_errors=True)


def _dumped(server: embedded.Server, url: str) -> float:
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute("create database dumped")
    started = perf_counter()
    dump = subprocess.run([str(program("pg_dump")), "-s", url], check=True, stdout=subprocess.PIPE)
    command = [str(program("psql")), "-qX", "-d", server.url_of("dumped")]
    subprocess.run(command, input=dump.stdout, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - started


def _demo(server: embedded.Server, home: Path, name: str) -> tuple[float, float]:
    """The seconds in which the demo is loaded, by the clock and on the processors, with its drafts or without."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    database = engine(server.url_of(name))
    migrate(database)
    started, spent = perf_counter(), _spent(home)
    with patch("lib.demo.schema_story.told", _untold) if name == "untold" else nullcontext():
        loading.load(database, now=datetime.now(UTC), beside=True)
    database.dispose()
    return perf_counter() - started, _spent(home) - spent


@contextmanager
def _untold(*_: object, **__: object) -> Iterator[None]:
    yield


def _spent(home: Path) -> float:
    """The processor seconds of this process, of its children that have ended, and of the server of `home`."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    postmaster = psutil.Process(int((home / "data" / "postmaster.pid").read_text("utf-8").split()[0]))
    ended = postmaster.cpu_times()
    living = [process.cpu_times() for process in postmaster.children()]
    of_server = ended.children_user + ended.children_system + sum(times.user + times.system for times in living)
    return process_time() + children.ru_utime + children.ru_stime + of_server
