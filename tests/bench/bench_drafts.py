"""The check of a draft at 1,000 tables: the first one with its shadow, the next ones, and what else copies a schema."""

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from shutil import rmtree
from time import perf_counter

import psycopg

from lib.embedded import server as embedded
from lib.embedded.binaries import program
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
COLD_SECONDS, WARM_SECONDS = 15, 3


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
