"""The schema snapshot: reading 1,000 tables of two shapes beside what else reads them, the cheap check, the cache."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import perf_counter

import psycopg
from sqlalchemy import Engine, MetaData, inspect

from lib.database import driver_connection, engine
from lib.embedded import server as embedded
from lib.embedded.binaries import program
from lib.migrate import migrate
from lib.schema.cache import cache
from lib.schema.catalog import introspect
from lib.schema.catalog.rows import STATEMENTS, script
from tests.bench.measurement import Measurement
from tests.bench.schemas import made_school
from tests.bench.schemas.made_database import SCHEMAS
from tests.bench.schemas.made_database import script as made_script

TABLES = 1000
ROUND_TRIP = 30
SCHEMA_NAMES = [f"part_{n}" for n in range(SCHEMAS)]


def measure() -> Iterable[Measurement]:
    """The speed lines of the schema snapshot, all on one generated database."""
    home = Path(tempfile.mkdtemp(prefix="orb bench "))
    server = embedded.start(home, options=("fsync=off", "max_locks_per_transaction=512"))
    try:
        school = made_database(server, "school", made_school.script(TABLES))
        url = made_database(server, "once", made_script(TABLES))
        twice = made_database(server, "twice", made_script(TABLES * 2))
        for name, address in (("business", url), ("schools", school)):
            yield Measurement(f"— {name}: tables", TABLES, "")
            yield from _beside_peers(address)
            yield from _check_and_cache(address)
        yield from _twice(url, twice)
        yield from _far_away(server, url)
    finally:
        embedded.stop(home)
        rmtree(home, ignore_errors=True)


def _beside_peers(url: str) -> Iterator[Measurement]:
    database = engine(url)
    schema = introspect.read(database)
    columns = sum(len(table.columns) for table in schema.tables)
    yield Measurement("columns", columns, "")
    yield Measurement("foreign keys", sum(len(table.foreign_keys) for table in schema.tables), "")
    yield Measurement("indexes", sum(len(table.indexes) for table in schema.tables), "")
    comments = sum(bool(item.comment) for table in schema.tables for item in (table, *table.columns))
    yield Measurement("comments", comments, "")
    yield Measurement("triggers", sum(len(table.triggers) for table in schema.tables), "")
    ours, new, multi, bare, dump = _interleaved(
        lambda: introspect.read(database),
        lambda: introspect.read(url),
        lambda: _get_multi(database),
        lambda: _bare(database),
        lambda: _pg_dump(url),
    )
    reflect = _timed(lambda: _reflect(database))
    yield Measurement("introspection, connected before", ours, "ms")
    yield Measurement("introspection, with connecting", new, "ms")
    yield Measurement("bare server time of its queries", bare, "ms")
    yield Measurement("introspection / bare server time", ours / bare, "x", 3)
    yield Measurement("SQLAlchemy get_multi_*", multi, "ms")
    yield Measurement("SQLAlchemy get_multi_* / introspection", multi / ours, "x", 5, at_least=True)
    yield Measurement("SQLAlchemy MetaData.reflect", reflect, "ms")
    yield Measurement("SQLAlchemy MetaData.reflect / introspection", reflect / ours, "x", 12, at_least=True)
    yield Measurement("pg_dump -s", dump, "ms")
    yield Measurement("pg_dump -s / introspection with connecting", dump / new, "x", 3, at_least=True)
    database.dispose()


def _twice(url: str, twice: str) -> Iterator[Measurement]:
    once_database, twice_database = engine(url), engine(twice)
    once, double = _interleaved(lambda: introspect.read(once_database), lambda: introspect.read(twice_database))
    yield Measurement("twice the tables / once", double / once, "x", 2.2)
    once_database.dispose()
    twice_database.dispose()


def _far_away(server: embedded.Server, url: str) -> Iterator[Measurement]:
    with _proxy(server.port, ROUND_TRIP / 2) as port:
        far = engine(url.replace(f":{server.port}/", f":{port}/"))
        introspect.read(far)
        ours = _timed(lambda: introspect.read(far), runs=3)
        multi = _timed(lambda: _get_multi(far))
        yield Measurement(f"introspection, {ROUND_TRIP} ms a round trip", ours, "ms")
        yield Measurement("SQLAlchemy get_multi_* / introspection, far away", multi / ours, "x", 10, at_least=True)
        far.dispose()


def _check_and_cache(url: str) -> Iterator[Measurement]:
    database = engine(url)
    yield Measurement("catalog mark", _timed(lambda: introspect.mark(database), runs=7), "ms", 20)
    migrate(database)
    started = perf_counter()
    first = cache.refresh(database, database)
    yield Measurement("refresh, first, as a whole", (perf_counter() - started) * 1000, "ms", 1200)
    again = cache.refresh(database, database)
    yield Measurement("refresh, first: cache and snapshot", first.cache_ms + first.snapshot_ms, "ms")
    yield Measurement("refresh, unchanged: cache and snapshot", again.cache_ms + again.snapshot_ms, "ms")
    load, live = _interleaved(lambda: cache.load(database, database), lambda: introspect.read(database))
    yield Measurement("load from the cache", load, "ms")
    yield Measurement("load from the cache / introspection", load / live, "x", 1)
    yield Measurement("check, unchanged", _timed(lambda: cache.check(database, database), runs=5), "ms")
    database.dispose()


def made_database(server: embedded.Server, name: str, ddl: str) -> str:
    """The address of a new database that `ddl` makes."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    url = server.url_of(name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(ddl.encode())
        connection.execute("analyze")
    return url


def _bare(database: Engine) -> float:
    """What the server itself says that planning, running and writing out the rows of every statement took."""
    total = 0.0
    with driver_connection(database) as connection:
        connection.execute(script("session").encode())
        for name in STATEMENTS:
            query = script(name).replace(":locked", "'{}'")
            explain = f"explain (analyze, serialize text, timing off, buffers off, format json) {query}"
            ((plan,),) = connection.execute(explain.encode()).fetchall()
            total += plan[0]["Planning Time"] + plan[0]["Execution Time"]
        connection.execute("commit")
    return total


def _get_multi(database: Engine) -> None:
    found = inspect(database)
    for schema in SCHEMA_NAMES:
        found.get_multi_columns(schema=schema)
        found.get_multi_pk_constraint(schema=schema)
        found.get_multi_foreign_keys(schema=schema)
        found.get_multi_indexes(schema=schema)
        found.get_multi_unique_constraints(schema=schema)
        found.get_multi_check_constraints(schema=schema)
        found.get_multi_table_comment(schema=schema)


def _reflect(database: Engine) -> None:
    metadata = MetaData()
    for schema in SCHEMA_NAMES:
        # following foreign keys into other schemas it dies of recursion at this size, so each schema is read alone
        metadata.reflect(database, schema=schema, resolve_fks=False)


def _pg_dump(url: str) -> None:
    subprocess.run([str(program("pg_dump")), "-s", url], check=True, stdout=subprocess.DEVNULL)


def _interleaved(*calls: Callable[[], float | object], runs: int = 5) -> list[float]:
    """The median of each call in milliseconds, in turns so that a busy moment meets all of them."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(runs + 1):
        for call, found in zip(calls, times, strict=True):
            started = perf_counter()
            said = call()
            found.append(said if isinstance(said, float) else (perf_counter() - started) * 1000)
    return [median(found[1:]) for found in times]


def _timed(call: Callable[[], object], *, runs: int = 1) -> float:
    (found,) = _interleaved(call, runs=runs)
    return found


@contextmanager
def _proxy(port: int, milliseconds: float) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.slow_proxy", "127.0.0.1", str(port), str(milliseconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()
