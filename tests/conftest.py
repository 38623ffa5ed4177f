"""What every test may use: a Postgres server of its own, empty databases in it, the running dashboard and a browser."""

import gc
import os
import signal
import tempfile
from pathlib import Path

import pytest

from lib.settings import NAMES
from tests.support import components, laws

for name in NAMES:
    os.environ.pop(name, None)
os.environ["ORB_ENV_FILE"] = os.devnull  # the user's settings, data and databases are not the tests' business
os.environ["ORB_HOME"] = str(Path(tempfile.gettempdir()) / "no test uses this folder")
signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # what a shell starts in the background ignores it, its children too
gc.set_threshold(100_000)  # as in `orb`: every test anew, it would go over what all of them have imported
laws.register()
components.remember()


def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than processors: a good part of the tests waits for a browser, a server or a clock."""
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Take what was imported out of every later collection: Streamlit asks for a full one after each run of a page."""
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Go over what all tests have left while it may still take its time, and not once more at the end.

    A process of xdist that has said its last is interrupted after five seconds, wherever it is; pytest warns of that.
    """
    gc.collect()
    gc.freeze()


pytest_plugins = [
    "tests.support.databases",
    "tests.support.browsers",
    "tests.support.demos",
    "tests.support.servers",
    "tests.support.schemas.dbml_judge",
    "tests.support.schemas.servers_and_scripts",
    "tests.support.client_pages",
    "tests.support.explorer_pages",
    "tests.evaluate.small_corpus",
    "tests.agents.agent_site",
]
