"""`make run` in a terminal: Ctrl+C, a closed window, a second start, blanks in the path, no home, no network."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from lib.database import engine, transaction
from lib.demo import plan
from lib.demo.loading import install
from lib.embedded import server as embedded
from lib.embedded import sharing
from lib.settings import ROOT
from tests.start.terminal import Terminal
from tests.support.browsers import free_port
from tests.support.databases import FAST

RUN = ("make", "-o", ".venv/run.stamp", "run")
"""The README's command; the set-up is taken as done, which a test could only repeat with a network and for minutes."""
TREE = ("lib", "sql", "pages", ".streamlit", "app.py", "Makefile", "pyproject.toml", "requirements.lock")
NOBODY = pwd.getpwnam("nobody").pw_uid
NAMELESS = 54321
"""A user of whom the system knows no name and no home, as programs in containers often run."""
IS_ROOT = os.geteuid() == 0
Start = Callable[..., Terminal]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder with a blank in its name that everybody may enter."""
    made = Path(tempfile.mkdtemp(prefix="orb start "))
    made.chmod(0o755)
    yield made
    for _ in range(100):  # the server's keeper looks at its lock once more
        shutil.rmtree(made, ignore_errors=True)
        if not made.exists():
            break
        time.sleep(0.05)


@pytest.fixture(scope="module")
def checkout(folder: Path) -> Path:
    """A copy of what `make run` needs, in a path with blanks; its environment is the present one."""
    copy = folder / "my own dashboard"
    program = copy / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    for name in TREE:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy / name)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{sysconfig.get_path("purelib")}" exec "{_python()}" "$@"\n')
    program.chmod(0o755)
    return copy


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    """The data folder of somebody who has started before: the demo business is there, and no server runs."""
    made = folder / "a home"
    database = engine(sharing.share(made, options=FAST).url)
    loaded = install(database, seed=1, now=datetime.now(UTC))
    with transaction(database) as connection:
        plan.save(connection, plan.Plan(loaded.seed, loaded.loaded_at, plan.FORTY, plan.FORTY))
    database.dispose()
    sharing.leave(made)
    _until_stopped(made)
    return made


@pytest.fixture
def start(checkout: Path, home: Path) -> Iterator[Start]:
    """A function that runs the README's command in a new terminal, on a port: `start(port, NAME=value)`."""
    with ExitStack() as opened:

        def run(port: int, *, user: int | None = None, is_offline: bool = False, **settings: str) -> Terminal:
            own = {"PATH": os.environ["PATH"], "TERM": "xterm", "ORB_ENV_FILE": os.devnull, "ORB_WORKER": "off"}
            own |= {"PORT": str(port), "ORB_HOME": str(home), **settings}
            terminal = Terminal(*RUN, cwd=checkout, env=own, user=user, is_offline=is_offline)
            opened.callback(terminal.kill)
            return terminal

        yield run


def _python() -> str:
    """A Python of this version, one that other users may run where there is one."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/python{version}"):
        if IS_ROOT and _opens(candidate):
            return candidate
    return sys.executable


def _opens(program: str) -> bool:
    """Whether an ordinary user may run a program."""
    try:
        return subprocess.run([program, "-c", ""], cwd="/", user=NOBODY, group=NOBODY, check=False).returncode == 0
    except OSError:
        return False


def _until_stopped(home: Path) -> None:
    deadline = time.monotonic() + 60
    while embedded.is_running(home):
        assert time.monotonic() < deadline, "the server runs on"
        time.sleep(0.05)


def _answers(port: int) -> bool:
    with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=30) as answer:
        return bool(answer.status == 200)


def test_it_ends_by_ctrl_c_and_with_its_window_and_a_second_start_shares_or_says_why_not(
    start: Start, home: Path
) -> None:
    ports = free_port(), free_port()
    first = start(ports[0])
    assert f"The dashboard runs at http://127.0.0.1:{ports[0]} (stop it with Ctrl+C)." in first.until("Ctrl+C).")
    same = start(ports[0])
    assert f"Port {ports[0]} is taken by another program." in same.until("make run.").replace("\n", " ")
    assert same.ended() == 2  # make's own, of a recipe that failed
    second = start(ports[1])
    second.until("Ctrl+C).")
    first.press("\x03")
    assert first.ended() == -signal.SIGINT  # as a shell expects it
    assert "Traceback" not in first.text + same.text
    assert _answers(ports[1]), "the server that both share went with the first"
    processes = psutil.Process(second.process.pid).children(recursive=True)
    second.close()
    second.ended()
    psutil.wait_procs(processes, 60)
    assert not [process for process in processes if process.is_running()]
    _until_stopped(home)


@pytest.mark.skipif(not IS_ROOT, reason="only root can become another user, or leave the network")
def test_an_ordinary_user_without_a_home_or_a_network_is_told_of_a_folder_and_runs_where_one_is_named(
    start: Start, home: Path
) -> None:
    if not _opens(_python()):
        pytest.skip("this Python is closed to other users")
    lost = start(free_port(), user=NOBODY, ORB_HOME="", HOME="/nonexistent")
    told = lost.until("ORB_HOME").replace("\n", " ")
    assert "The data folder /nonexistent/.local/share/orb cannot be used" in told
    nameless = start(free_port(), user=NAMELESS, ORB_HOME="")
    assert "This user has no home folder" in nameless.until("ORB_HOME").replace("\n", " ")
    for terminal in (lost, nameless):
        assert (terminal.ended(), "Traceback" in terminal.text) == (2, False)
    for path in (home, *home.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    port = free_port()
    terminal = start(port, user=NOBODY, is_offline=True, HOME="/nonexistent")
    terminal.until(f"The dashboard runs at http://127.0.0.1:{port}")
    terminal.press("\x03")
    terminal.ended()
    assert "Traceback" not in terminal.text
    _until_stopped(home)
