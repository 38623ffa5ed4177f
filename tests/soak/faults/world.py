"""What the faults happen to: a server on a small disk, a proxy before it, a worker, a dashboard, who looks at it."""

import asyncio
import json
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import psutil
import psycopg
from sqlalchemy import Connection

from lib.context.queue.worker import OUTAGE, Worker
from lib.database import database_clock, engine
from lib.embedded import server as embedded
from lib.embedded import sharing
from lib.errors import OrbError
from lib.migrate import migrate
from lib.settings import ROOT
from tests.soak.faults.invariants import Checker
from tests.soak.faults.proxy import Proxy, proxy
from tests.soak.load.tab import Rerun, Tab, open_tab
from tests.support.browsers import serving
from tests.support.queue_site import Site, build
from tests.support.scripted_model import ScriptedModel, completion, scripted_model
from tests.support.scripted_reader import ScriptedReader, notes_every_source

CONTACTS = 8
DISK = "320m"
PASSWORD = "of-this-soak"
RECOVERY_SECONDS = 40
PATCH = timedelta(minutes=6)
"""How far the workers' clock goes on at each try to recover: longer than a lease, and than the first rests."""
SYLLABLES = "ba be bi bo bu da de di do du fa fe fi fo fu ga ge gi go gu ka ke ki ko ku la le li lo lu".split()  # noqa: SIM905
Answer = TypeVar("Answer")


@dataclass
class World:
    """One business under faults; `ahead` is how far the workers' clock is before the server's."""

    server: embedded.Server
    disk: Path
    has_small_disk: bool
    proxy: Proxy
    site: Site
    contacts: tuple[UUID, ...]
    model: ScriptedModel
    choice: random.Random
    ahead: timedelta = timedelta(0)
    letters: int = 0
    turn: int = 0
    killed_at: set[tuple[str, int]] = field(default_factory=set)
    """Who was killed, and right after which write."""
    older_versions: set[str] = field(default_factory=set)
    """Those of the repository's history whose code was run."""
    checker: Checker = field(default_factory=Checker)
    reader: ScriptedReader = field(default_factory=ScriptedReader)
    said: list[str] = field(default_factory=list)
    """Every sentence that a person or the log was shown."""
    wrong: list[str] = field(default_factory=list)
    """What was shown or raised and is no sentence with a next step."""
    scratch: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="orb soak ")))
    address: str = ""
    tab: Tab | None = None
    _stack: ExitStack = field(default_factory=ExitStack)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def __post_init__(self) -> None:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.database = engine(self.url)
        self.worker = Worker(self.database, self.reader, clock=self.clock, parallel=3, log=self.logged)

    @property
    def url(self) -> str:
        """The database as the dashboard and the workers reach it: through the proxy, with the fewest rights."""
        return f"postgresql://orb_app:{PASSWORD}@127.0.0.1:{self.proxy.port}/orb"

    @property
    def direct_url(self) -> str:
        """The database for whoever looks after it."""
        return self.server.url

    def clock(self, connection: Connection) -> datetime:
        """The workers' clock."""
        return database_clock(connection) + self.ahead

    def sql(self, *statements: str) -> None:
        """Say something to the server, past the proxy."""
        with psycopg.connect(self.direct_url, autocommit=True, connect_timeout=5) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]

    def write(self, letters: int = 2, *, of: UUID | None = None) -> None:
        """Letters of some clients, or of one, each with words of its own."""
        for _ in range(letters):
            self.letters += 1
            name = "".join(SYLLABLES[self.letters // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(3))
            self.site.interaction(of or self.choice.choice(self.contacts), 200, body=f"My new garden is called {name}.")

    def work(self, worker: Worker | None = None) -> None:
        """One pass of a worker, as it goes on in the product: an outage ends it and is logged."""
        try:
            (worker or self.worker).once()
        except OUTAGE as error:
            self.sentence(error)
        except Exception as error:  # noqa: BLE001 — it would have ended the worker
            self.wrong.append(f"the worker ended: {type(error).__name__}: {error}")

    def beside(self, act: Callable[[], object], *, after: float = 0.0) -> None:
        """A pass of the worker and somebody's look at the page, with `act` a while after their beginning."""
        threads = [threading.Thread(target=self.work), threading.Thread(target=self.look)]
        for thread in threads:
            thread.start()
        time.sleep(after)
        act()
        for thread in threads:
            thread.join()

    def look(self) -> Rerun | None:
        """What somebody sees who looks at a client now; None where the dashboard itself is away."""
        try:
            seen = self.run(self._look())
        except Exception as error:  # noqa: BLE001 — a tab that has lost its server is opened anew
            self.tab = None
            self.said.append(f"the tab lost its server: {type(error).__name__}")
            return None
        for text in seen.errors:
            title, _, step = text.partition("  \n")
            if title.startswith("**") and step.strip():
                self.said.append(text.replace("**", "").replace("  \n", " "))
            else:
                self.wrong.append(f"the page said: {text[:200]}")
        return seen

    def recovered(self) -> float:
        """Seconds until the page is whole again by itself and everything written is read."""
        begun = time.monotonic()
        while True:
            seen = self.look()
            if seen is not None and not seen.errors:
                break
            if time.monotonic() - begun > RECOVERY_SECONDS:
                self.wrong.append("the page did not come back by itself")
                break
            time.sleep(0.05)
        for _ in range(8):
            self.ahead += PATCH  # who rests after a failure, or is held by the dead, is due
            self.work()
            if self._left() == 0:
                break
        return time.monotonic() - begun

    def violations(self) -> list[str]:
        """What is wrong after a fault and its recovery."""
        with psycopg.connect(self.direct_url, autocommit=True) as connection:
            found = self.checker.violations(connection, is_at_rest=True, ahead=self.ahead)
        found, self.wrong = [*self.wrong, *found], []
        return found

    def start_dashboard(self) -> None:
        """A dashboard in a process of its own; the one before has ended."""
        self._stack.close()
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="orb soak "))
        self.address = self._stack.enter_context(
            serving(Path(folder), self.url, ORB_WORKER="off", OPENAI_BASE_URL=self.model.url, ORB_MODEL="m")
        )
        self.tab = None

    def dashboard(self) -> psutil.Process:
        """The dashboard's process."""
        port = self.address.rsplit(":", 1)[1]
        return next(child for child in psutil.Process().children() if child.environ().get("PORT") == port)

    def run_program(self, *words: str) -> None:
        """Run a program of the system, which must not fail."""
        subprocess.run(words, check=True, capture_output=True)

    def run(self, awaitable: Any, *, seconds: float = 90) -> Any:
        """What a coroutine gives, run by the loop of the tabs."""
        return asyncio.run_coroutine_threadsafe(awaitable, self._loop).result(seconds)

    def close(self) -> None:
        """End the dashboard and the tabs."""
        self._stack.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.database.dispose()

    async def _look(self) -> Rerun:
        if self.tab is None:
            self.tab = await open_tab(self.address)
        return await self.tab.open("client_context", f"contact={self.contacts[0]}", name="a look")

    def _left(self) -> int:
        """Letters that nobody has read, and contacts that somebody holds, be it one that was killed."""
        query = """
            select (
                select count(*) from interaction as i
                where not exists (select from crm_context_seen as s where s.interaction_id = i.id)
            ) + (select count(*) from crm_context_lease where until > now() + %s)"""
        with psycopg.connect(self.direct_url, autocommit=True) as connection:
            row = connection.execute(query, [self.ahead]).fetchone()
            return int(row[0]) if row else 0

    def logged(self, entry: dict[str, Any]) -> None:
        """Note what a worker's log says of a run."""
        if entry.get("status") == "failed" and entry.get("error"):
            self.said.append(str(entry["error"]))
            if str(entry["error"]).startswith("Unexpected") or ". " not in str(entry["error"]):
                self.wrong.append(f"a run said: {entry['error']}")

    def sentence(self, error: BaseException) -> None:
        """Note what a person or the log is told of an error; one that is not ours is no sentence."""
        if isinstance(error, OrbError):
            self.said.append(str(error))
        else:
            self.wrong.append(f"the log said: {type(error).__name__}: {str(error)[:200]}")


@contextmanager
def world(seed: int) -> Iterator[World]:
    """A business on a server of its own, with a dashboard; all of it ends with the block."""
    home = Path(tempfile.mkdtemp(prefix="orb soak "))
    is_small = _mount(home)
    try:
        server = sharing.share(home)
        database = engine(server.url)
        migrate(database)
        build(database)
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute((ROOT / "sql" / "roles.sql").read_text("utf-8"))  # type: ignore[call-overload]
            connection.execute(f"alter role orb_app password '{PASSWORD}'")  # type: ignore[call-overload]
            connection.execute("grant select on all tables in schema public to orb_dashboard")
            row = connection.execute("select now()").fetchone()
        site = Site(database, row[0] if row else datetime.now())
        contacts = tuple(site.contact(f"Client {number}") for number in range(CONTACTS))
        with proxy(server.port) as between, scripted_model(good_model) as model:
            made = World(server, home, is_small, between, site, contacts, model, random.Random(seed))
            made.start_dashboard()
            try:
                yield made
            finally:
                made.close()
                database.dispose()
    finally:
        sharing.leave(home)
        while embedded.is_running(home):
            time.sleep(0.05)
        if is_small:
            subprocess.run(["umount", "-l", str(home)], check=False)
        with suppress(OSError):
            home.rmdir()


def _mount(home: Path) -> bool:
    """Whether a small file system in memory could be mounted at `home`."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(home)]
    return os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0


def good_model(request: dict[str, Any]) -> tuple[int, object]:
    return 200, completion(notes_every_source(json.loads(request["messages"][-1]["content"])))
