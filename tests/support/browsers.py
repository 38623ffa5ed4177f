"""Fixtures: the real dashboard in a process of its own, and a browser that notes what it asks and complains of."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect, sync_playwright

from lib.settings import ROOT
from tests.support.browser_setup import ADVICE, browser, is_required
from tests.support.processes import forked

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # tabs share what one of them has compiled: a page costs a third less
    "--js-flags=--no-opt,--no-maglev",  # a page lives for seconds: what is compiled for speed is hardly used
]
START_SECONDS = 60
STORED = "local_storage,indexeddb,service_workers,cache_storage"
"""What a site may keep in the browser, but for cookies."""
WINDOW: ViewportSize = {"width": 1400, "height": 900}
expect.set_options(timeout=60_000)  # generous: a busy machine is no defect


@dataclass
class BrowserPage:
    """One browser tab, with every host that it asked and every message on its console."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    messages: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser for the tests of this process; without one the test is skipped, or fails where one is required.

    It has a profile, in which the compiled scripts of a server's pages stay: without one every tab compiles them anew,
    which takes longer than all else.
    """
    path = browser()
    if path is None:
        (pytest.fail if is_required() else pytest.skip)(ADVICE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=path, headless=True, args=ARGUMENTS, viewport=WINDOW
        )
        started.set_default_timeout(60_000)
        yield started
        started.close()


@pytest.fixture
def browser_page(browser_process: BrowserContext) -> Iterator[BrowserPage]:
    """A tab with nothing stored and nothing allowed; `context.new_page` makes more that share its storage."""
    tab = BrowserPage(browser_process.new_page())
    origins = set()
    tab.page.on("request", lambda request: tab.hosts.update(_host(request.url)))
    tab.page.on("websocket", lambda opened: tab.hosts.update(_host(opened.url)))
    tab.page.on("console", lambda message: tab.messages.append(f"{message.text} {message.location.get('url', '')}"))
    tab.page.on("pageerror", lambda error: tab.messages.append(str(error)))
    tab.page.on("framenavigated", lambda frame: origins.add("{0.scheme}://{0.netloc}".format(urlsplit(frame.url))))
    yield tab
    browser_process.clear_cookies()
    browser_process.clear_permissions()
    empty = browser_process.new_page()
    inspector = browser_process.new_cdp_session(empty)
    for opened in browser_process.pages:
        if opened is not empty:
            opened.close()
    for origin in origins:
        if origin.startswith("http"):
            inspector.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": STORED})


@pytest.fixture(autouse=True)
def no_loop_of_the_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """A thread without a running loop: Playwright's counts as running between its calls, and others could not start."""
    loop = asyncio._get_running_loop()
    if loop is None or "browser_process" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


def _host(url: str) -> set[str]:
    """The host that an address asks; none for `data:` and `blob:`, which ask nobody."""
    return {host} if (host := urlsplit(url).hostname) else set()


@pytest.fixture
def dashboard(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A function that starts the dashboard on a free port and gives its address: `dashboard(url, NAME=value)`."""
    with ExitStack() as running:

        def start(database_url: str, **environment: str) -> str:
            return running.enter_context(serving(tmp_path, database_url, python=forked.python(), **environment))

        yield start


@contextmanager
def serving(
    folder: Path, database_url: str, *, python: Sequence[str] = (sys.executable,), **environment: str
) -> Iterator[str]:
    """The address of a dashboard that runs as long as this lasts; its log and its own data lie in `folder`.

    It starts as `make run` starts it, or forked where `python` says so.
    """
    port = int(environment.get("PORT") or free_port())
    own = {"DATABASE_URL": database_url, "ORB_HOME": str(folder / "home"), "PORT": str(port)}
    own |= {"STREAMLIT_SECRETS_FILES": str(folder / "none.toml"), **environment}
    log = folder / f"dashboard {port}.log"
    with log.open("wb") as output:
        command = [*python, "-m", "lib.serve.run"]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}, stdout=output, stderr=output)
    try:
        _wait(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The dashboard did not start: {log.read_text('utf-8')}")
            time.sleep(0.05)
        else:
            return
