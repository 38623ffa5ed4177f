"""Looking at pages in a browser: waiting for what they draw, and the empty page that the others are held against."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page

from tests.support.browsers import ARGUMENTS, free_port

PATIENCE_SECONDS = 60
AS_READERS_HAVE_IT = [
    argument for argument in ARGUMENTS if not argument.startswith(("--js-flags", "--process-per-site"))
]
"""The browser's arguments without those that make many short tests cheaper and a page that computes slower."""
EMPTY = "import streamlit as st\nst.title('Empty')\n"


@contextmanager
def empty_server(folder: Path) -> Iterator[str]:
    """The address of a Streamlit script that shows one title."""
    script, port = folder / "empty.py", free_port()
    script.write_text(EMPTY, "utf-8")
    options = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield served(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(30)


def served(address: str) -> str:
    """The address, once its server answers: a dashboard takes its port before, and a page would count the rest."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            urlopen(f"{address}/_stcore/health", timeout=PATIENCE_SECONDS).close()
        except URLError:
            time.sleep(0.02)
        else:
            return address
    raise TimeoutError(f"Nothing answers at {address}.")


def empty_page(page: Page, address: str) -> float:
    """Seconds until the title of the empty page is drawn."""
    begun = time.perf_counter()
    page.goto(address)
    wait(page, "document.querySelector('h1')?.textContent === 'Empty'")
    return time.perf_counter() - begun


def wait(page: Page, condition: str) -> None:
    """Wait until a condition holds, looked at before every frame; a locator looks every 100 to 500 ms."""
    page.wait_for_function(f"() => {condition}", polling="raf", timeout=PATIENCE_SECONDS * 1000)
