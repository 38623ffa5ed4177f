"""The embedded server and who shares it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from lib import embedded
from lib.settings import ROOT

USER = """
import sys
from pathlib import Path
from lib import keeper
print(keeper.share(Path(sys.argv[1])).url, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "a home"


@pytest.fixture
def user(home: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], str]]]:
    """A function that starts a process that uses the server, and gives it with the server's address."""
    users: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            [sys.executable, "-c", USER, str(home)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        users.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    yield start
    for process in users:
        process.kill()
        process.wait()
    until(lambda: not embedded.is_running(home))


def until(is_true: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "this never came true"
        time.sleep(0.05)


def keepers(home: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.cmdline()[1:] == ["-m", "lib.keeper", str(home)]:
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_the_server_stops_after_its_last_user_however_that_one_ends(user: Callable, home: Path) -> None:
    (first, url), (second, other) = user(), user()
    assert url == other
    first.kill()
    first.wait()
    with psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    second.kill()
    until(lambda: not embedded.is_running(home))
    until(lambda: not keepers(home))
    assert not (home / "data" / "postmaster.pid").exists(), "it was stopped in order"


def test_a_killed_server_is_started_again_at_the_same_address_with_everything_committed(
    user: Callable, home: Path
) -> None:
    _, url = user()
    with psycopg.connect(url) as connection:
        connection.execute("create table kept as select 1 as number")
    server = embedded._process(home)
    assert server is not None
    server.kill()
    until(lambda: embedded.find(home) is not None and embedded._process(home) != server)
    with psycopg.connect(url) as connection:
        assert connection.execute("select number from kept").fetchone() == (1,)


def test_a_killed_keeper_is_replaced_by_the_next_user(user: Callable, home: Path) -> None:
    first, url = user()
    [old] = keepers(home)
    old.kill()
    until(lambda: not keepers(home))
    second, other = user()
    assert other == url
    assert len(keepers(home)) == 1
    for process in (first, second):
        process.kill()
    until(lambda: not embedded.is_running(home))
