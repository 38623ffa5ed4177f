"""A standby that follows a server of the tests: made by pg_basebackup, kept up by streaming."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from lib.embedded.binaries import program
from lib.embedded.server import as_server
from tests.support.browsers import free_port
from tests.support.servers import wait_until_up

START_SECONDS = 60


@contextmanager
def standby(url: str) -> Iterator[str]:
    """The address of the same database on a standby of the server at `url`, which must let one stream from it."""
    primary, port = make_url(url), free_port()
    folder = Path(tempfile.mkdtemp(prefix="orb standby "))
    data = folder / "data"
    data.mkdir(mode=0o700)
    try:
        with as_server(data) as (path, how):
            how["env"] = {**how["env"], "PGPASSWORD": str(primary.password)}
            login = ["-h", str(primary.host), "-p", str(primary.port), "-U", str(primary.username)]
            command = [str(program("pg_basebackup")), "-D", path, "-R", "-c", "fast", *login]
            subprocess.run(command, check=True, capture_output=True, **how)
        with as_server(data) as (path, how):
            options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
            words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
            log = subprocess.DEVNULL
            process = subprocess.Popen([str(program("postgres")), "-D", path, *words], stdout=log, stderr=log, **how)
        try:
            there = primary.set(port=port).render_as_string(hide_password=False)
            wait_until_up(there)
            yield there
        finally:
            process.send_signal(signal.SIGINT)  # a fast shutdown: the other waits for every client to leave
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def caught_up(primary: str, there: str) -> None:
    """Wait until a standby has everything that its primary has now."""
    with psycopg.connect(primary, autocommit=True) as connection:
        row = connection.execute("select pg_current_wal_lsn()::text").fetchone()
    with psycopg.connect(there, autocommit=True) as connection:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            query = "select pg_last_wal_replay_lsn() >= %s::pg_lsn"
            if row and connection.execute(query, row).fetchone() == (True,):
                return
            time.sleep(0.05)
    raise TimeoutError("The standby does not catch up.")
