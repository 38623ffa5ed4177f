"""How fast `orb` starts, as whole processes: their own time on the processor, which other programs disturb least."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import rmtree
from statistics import median

from lib.database import engine
from lib.embedded import server as embedded
from lib.migrate import migrate
from lib.schema.cache import cache
from tests.bench.bench_schema import TABLES, made_database
from tests.bench.measurement import Measurement
from tests.bench.schemas.made_database import script as made_script

ROOT = Path(__file__).resolve().parents[2]
ORB = (sys.executable, "-c", "from lib.cli import main; main()")
RUNS = 9


def measure() -> Iterable[Measurement]:
    """The help and a search in 1,000 cached tables beside the library that reads the command line."""
    home = Path(tempfile.mkdtemp(prefix="orb bench "))
    server = embedded.start(home, options=("fsync=off", "max_locks_per_transaction=512"))
    try:
        url = made_database(server, "once", made_script(TABLES))
        database = engine(url)
        migrate(database)
        cache.refresh(database, database)
        database.dispose()
        typer, shown, found = _interleaved(
            (sys.executable, "-c", "import typer"),
            (*ORB, "--help"),
            (*ORB, "schema", "find", "name"),
            environment={**os.environ, "DATABASE_URL": url, "SCHEMA_DATABASE_URL": ""},
        )
    finally:
        embedded.stop(home)
        rmtree(home, ignore_errors=True)
    yield Measurement("python -c 'import typer'", typer, "ms")
    yield Measurement("orb --help", shown, "ms", 250)
    yield Measurement("orb --help / import typer", shown / typer, "x", 3)
    yield Measurement("orb schema find, 1,000 cached tables", found, "ms", 600)
    yield Measurement("orb schema find / import typer", found / typer, "x", 6)


def _interleaved(*commands: Sequence[str], environment: dict[str, str]) -> list[float]:
    """The median of each command's processor time in milliseconds, in turns; the first turn is not counted."""
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(RUNS + 1):
        for command, spent in zip(commands, times, strict=True):
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, command)
            spent.append((used.ru_utime + used.ru_stime) * 1000)
    return [median(spent[1:]) for spent in times]
