"""Everything through a pooler that lends a server connection for one transaction alone."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, text

from lib.context.queue.worker import Worker
from lib.context.store import reads
from lib.database import engine, read_only, transaction
from tests.support.queue_site import Site, build
from tests.support.scripted_reader import ScriptedReader

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not installed (Debian: apt install pgbouncer).")


@pytest.fixture
def pooled_url(database: Engine, database_url: str) -> Iterator[str]:
    """The address of the test's database behind PgBouncer in transaction mode, with three server connections."""
    build(database)
    parts = psycopg.conninfo.conninfo_to_dict(database_url)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="orb pooler ") as folder:
        Path(folder).chmod(0o755)
        settings = Path(folder) / "pgbouncer.ini"
        settings.write_text(
            f"[databases]\nsite = host={parts['host']} port={parts['port']} dbname={parts['dbname']}"
            f" user={parts['user']} password={parts['password']}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\npool_mode = transaction\n"
            "default_pool_size = 3\nmax_client_conn = 100\nunix_socket_dir =\n",
            "utf-8",
        )
        settings.chmod(0o644)
        process = subprocess.Popen(
            [str(PGBOUNCER), "-q", "-u", "nobody", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for(port)
            yield f"postgresql://orb@127.0.0.1:{port}/site"
        finally:
            process.terminate()
            process.wait(10)


def test_six_workers_refresh_forty_contacts_through_the_pooler(database: Engine, pooled_url: str) -> None:
    with transaction(database) as connection:
        site = Site(database, connection.execute(text("select now()")).scalar_one())
    for number in range(40):
        site.interaction(site.contact(), 100 + number, body=f"The garden of number {number} has trees.")
    pooled, reader = engine(pooled_url), ScriptedReader()
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _: Worker(pooled, reader).once(), range(6)))
    taken = Counter(item.contact_id for items in done for item in items)
    assert (len(taken), set(taken.values())) == (40, {1})
    assert {item.status for items in done for item in items} == {"saved"}
    with read_only(pooled) as connection:
        facts = [reads.facts(connection, contact_id) for contact_id in taken]
        assert [len(ledger) for ledger in facts] == [1] * 40
    assert Worker(pooled, reader).once() == ()
    pooled.dispose()


def test_the_pooler_really_lends_by_the_transaction(pooled_url: str) -> None:
    pooled = engine(pooled_url)
    with ThreadPoolExecutor(8) as pool:
        pids = list(pool.map(lambda _: _server_process(pooled), range(24)))
    assert len(set(pids)) <= 3
    pooled.dispose()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)


def _server_process(pooled: Engine) -> int:
    with transaction(pooled) as connection:
        return int(connection.execute(text("select pg_backend_pid() from pg_sleep(0.01)")).scalar_one())
