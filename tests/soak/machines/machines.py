"""The part `machines`: workers and dashboards at one database, half of them through PgBouncer, some killed."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from lib.database import engine
from lib.embedded import server as embedded
from lib.migrate import migrate
from lib.settings import ROOT
from tests.bench.measurement import Measurement
from tests.soak.faults.invariants import Checker
from tests.soak.faults.world import SYLLABLES
from tests.support.browsers import serving
from tests.support.queue_site import Site, build
from tests.support.scripted_model import completion, scripted_model
from tests.support.scripted_reader import notes_every_source
from tests.support.servers import pooler

POOLED = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin") is not None
MODEL_SECONDS = 0.2
DEADLINE_SECONDS = 5
LEASE_SECONDS = 120 + DEADLINE_SECONDS
"""How long a dead worker's contact stays held: its lease is two minutes longer than a call to the model may take."""
REST_SECONDS = 60
"""How long a contact rests after one failure, as that of a worker whose call was cut off."""
EVERY_SECONDS = 5.0
"""A worker is killed and another started so often."""


@dataclass(frozen=True)
class Crowd:
    """How many machines, of how many contacts, for how long."""

    workers: int
    dashboards: int
    contacts: int
    seconds: int


CROWDS = {"full": Crowd(6, 2, 60, 90), "small": Crowd(2, 1, 12, 10)}


@dataclass
class Machines:
    """The workers that run, and what each that has run did."""

    folder: Path
    environment: dict[str, str]
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    logs: list[Path] = field(default_factory=list)
    killed: int = 0

    def start(self, url: str) -> None:
        """One more `orb worker`, a process of its own."""
        log = self.folder / f"worker {len(self.logs)}.log"
        self.logs.append(log)
        with log.open("wb") as output:
            command = [sys.executable, "-m", "lib.cli", "worker", "--parallel", "3"]
            own = {**os.environ, **self.environment, "DATABASE_URL": url}
            self.running.append(subprocess.Popen(command, cwd=ROOT, env=own, stdout=output, stderr=output))

    def kill(self, choice: random.Random) -> None:
        """One of them is gone at once, whatever it was at."""
        victim = self.running.pop(choice.randrange(len(self.running)))
        victim.kill()
        victim.wait()
        self.killed += 1

    def stop(self) -> None:
        """All of them end after what they are at."""
        for worker in self.running:
            worker.send_signal(signal.SIGTERM)
        for worker in self.running:
            worker.wait(60)

    def runs(self) -> list[dict[str, Any]]:
        """What the workers' logs tell of runs."""
        lines = [line for log in self.logs for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
        return [entry for line in lines if (entry := json.loads(line))["event"] == "run"]


def measure(*, seed: int, size: str) -> Iterable[Measurement]:
    """What many machines did together, and whether anything was done twice or forgotten."""
    crowd, choice, shown = CROWDS[size], random.Random(seed), Counter[str]()
    if not POOLED:
        print("PgBouncer is not installed (Debian: apt-get install pgbouncer): all go straight to the server.")

    def script(request: dict[str, Any]) -> tuple[int, object]:
        document = json.loads(request["messages"][-1]["content"])
        shown.update(source["text"] for source in document["sources"])
        time.sleep(MODEL_SECONDS)
        return 200, completion(notes_every_source(document))

    with _database() as url, scripted_model(script) as model, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="orb soak ")))
        pooled = stack.enter_context(pooler(url, "transaction") if POOLED else nullcontext(url))
        environment = {"OPENAI_BASE_URL": model.url, "ORB_MODEL": "m", "ORB_MODEL_DEADLINE": str(DEADLINE_SECONDS)}
        machines = Machines(folder, environment)
        for number in range(crowd.dashboards):
            there = pooled if number % 2 else url
            stack.enter_context(serving(folder, there, ORB_WORKER="on", **environment))
        for number in range(crowd.workers):
            machines.start(pooled if number % 2 else url)
        letters = _under_load(url, crowd, machines, choice=choice, addresses=(url, pooled))
        waited = _until_read(url, has_dead=machines.killed > 0)
        machines.stop()
        runs = machines.runs()
        with psycopg.connect(url, autocommit=True) as connection:
            wrong = Checker().violations(connection, is_at_rest=True)
            versions = connection.execute("select count(*) from crm_client_context_history").fetchone()
    print(*wrong, sep="\n")
    yield Measurement("workers at once", crowd.workers, "")
    yield Measurement("of them behind PgBouncer by transaction", crowd.workers // 2 if POOLED else 0, "")
    yield Measurement("dashboards with a worker inside", crowd.dashboards, "")
    yield Measurement("workers killed under way", machines.killed, "", 1, at_least=True)
    yield Measurement("letters written meanwhile", letters, "")
    yield Measurement("versions", versions[0] if versions else 0, "")
    yield Measurement("runs of the workers' own", len(runs), "")
    yield Measurement("rules of the look back broken", len(wrong), "", 0)
    again = sum(times - 1 for times in shown.values())
    yield Measurement("letters that a model was shown again, the killed ones' in hand", again, "", machines.killed * 6)
    yield Measurement("from the last letter until all were read", waited, "s", LEASE_SECONDS + REST_SECONDS + 40)


def _under_load(
    url: str, crowd: Crowd, machines: Machines, *, choice: random.Random, addresses: tuple[str, ...]
) -> int:
    """Letters come and workers go for a while; how many letters were written."""
    database = engine(url)
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("select now()").fetchone()
    assert row
    site = Site(database, row[0])
    contacts = [site.contact(f"Client {number}") for number in range(crowd.contacts)]
    begun, kill_at, written = time.monotonic(), EVERY_SECONDS, 0
    while (passed := time.monotonic() - begun) < crowd.seconds:
        name = "".join(SYLLABLES[written // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(3))
        site.interaction(choice.choice(contacts), 200, body=f"My new garden is called {name}.")
        written += 1
        if passed > kill_at:
            machines.kill(choice)
            machines.start(choice.choice(addresses))
            kill_at = passed + EVERY_SECONDS
        time.sleep(0.1)
    database.dispose()
    return written


def _until_read(url: str, *, has_dead: bool) -> float:
    """Seconds until every letter is read and nobody holds a contact; the dead hold theirs until the lease ends."""
    query = """
        select
            (select count(*) from interaction as i
             where not exists (select from crm_context_seen as s where s.interaction_id = i.id))
            + (select count(*) from crm_context_lease where until > now())"""
    begun = time.monotonic()
    most = 3 * (LEASE_SECONDS + REST_SECONDS) if has_dead else REST_SECONDS
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() - begun < most:
            if connection.execute(query).fetchone() == (0,):
                break
            time.sleep(0.5)
    return time.monotonic() - begun


@contextmanager
def _database() -> Iterator[str]:
    """A server of its own with the site of the workers' tests."""
    home = Path(tempfile.mkdtemp(prefix="orb soak "))
    try:
        url = embedded.start(home, options=("fsync=off", "max_connections=200")).url
        database = engine(url)
        migrate(database)
        build(database)
        database.dispose()
        yield make_url(url).render_as_string(hide_password=False)
    finally:
        embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)
