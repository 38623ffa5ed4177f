"""Looking at pages in a browser: waiting for what they draw, and the empty page that the others are held against."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Page

from tests.support.browsers import free_port

PATIENCE_SECONDS = 60
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
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def empty_page(page: Page, address: str) -> float:
    """Seconds until the title of the empty page is drawn, from when its server has started."""
    begun = time.perf_counter()
    while True:
        try:
            page.goto(address)
        except Error:  # it has not started yet
            time.sleep(0.2)
            begun = time.perf_counter()
        else:
            wait(page, "document.querySelector('h1')?.textContent === 'Empty'")
            return time.perf_counter() - begun


def wait(page: Page, condition: str) -> None:
    """Wait until a condition holds, looked at before every frame; a locator looks every 100 to 500 ms."""
    page.wait_for_function(f"() => {condition}", polling="raf", timeout=PATIENCE_SECONDS * 1000)
