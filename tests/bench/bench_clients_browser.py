"""How soon a client with 200 facts and 500 versions is seen, switched and compared, in a real browser."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench.client_crowd import CONTACT, crowd
from tests.bench.measurement import Measurement
from tests.bench.pages import AS_READERS_HAVE_IT, empty_page, empty_server, wait
from tests.support.browser_setup import ADVICE, browser
from tests.support.browsers import serving

TIMES = 7
FACTS, VERSIONS = 200, 500
IS_DONE = "document.querySelector('[data-test-script-state=notRunning]')"
NAME = "document.querySelector('.orb-title h1')?.textContent"
FACTS_DRAWN = (
    "[...document.querySelectorAll('.st-key-facts_card *')]"
    ".map(element => element.shadowRoot?.querySelectorAll('li button').length)"
)
SHORTCUTS = ("Since yesterday", "Since last week", "Last change")


def measure() -> Iterable[Measurement]:
    """A new tab at the address of a client, another client picked beside it, and another pair of versions."""
    path = browser()
    if path is None:
        print(ADVICE, file=sys.stderr)
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        crowd(people=20_000, versions=VERSIONS, facts=FACTS) as (_, url),
        serving(Path(folder), url) as start,
        empty_server(Path(folder)) as nothing,
        sync_playwright() as playwright,
    ):
        started = playwright.chromium.launch(executable_path=path, headless=True, args=AS_READERS_HAVE_IT)
        yield from _measured(started, f"{start}/client_context?contact={CONTACT}", nothing)
        started.close()


def _measured(started: Browser, address: str, nothing: str) -> Iterator[Measurement]:
    window = started.new_context(viewport={"width": 1400, "height": 900})
    page = window.new_page()
    _first_view(page, address)  # warms the server and fills the browser's store of files
    views = [_first_view(page, address) for _ in range(TIMES)]
    yield Measurement("first view of a contact, 200 facts, 500 versions", median(views), "s", 1)
    yield Measurement("the same in a new tab", _in_new_tabs(window, partial(_first_view, address=address)), "s")
    yield Measurement("an empty page in a new tab", _in_new_tabs(window, partial(empty_page, address=nothing)), "s")
    switched = [_switched(page, number) for number in range(1, TIMES + 1)]
    yield Measurement("switching the contact", median(switched), "ms", 500)
    yield Measurement("and back to the one with 500 versions", _switched(page, 0), "ms", 500)
    page.goto(f"{address}&view=changes")
    wait(page, f"document.querySelector('.orb-diff li') && {IS_DONE}")
    pairs = [taken for name in SHORTCUTS for taken in (_compared(page, name), _compared(page, "Swap"))]
    yield Measurement("switching the pair of versions", median(pairs), "ms", 500)
    window.close()


def _in_new_tabs(window: BrowserContext, look: Callable[[Page], float]) -> float:
    """The median of looks in tabs of their own, each with a process that the browser has yet to start."""
    taken = []
    for _ in range(TIMES):
        page = window.new_page()
        taken.append(look(page))
        page.close()
    return median(taken)


def _first_view(page: Page, address: str) -> float:
    """Seconds until the name and every fact are drawn and nothing runs any more."""
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    wait(page, f"{NAME} && {FACTS_DRAWN}.includes({FACTS}) && {IS_DONE}")
    return time.perf_counter() - begun


def _switched(page: Page, number: int) -> float:
    """Milliseconds from the press on a line of the list beside the client to that client's page."""
    line = page.locator(".stSidebar .rows button").nth(number)
    name = line.locator(".title").inner_text()
    return _pressed(page, line.bounding_box, f"{NAME} === {name!r} && {IS_DONE}")


def _compared(page: Page, name: str) -> float:
    """Milliseconds from the press on a shortcut, or on "Swap", to the changes between the other two versions."""
    page.evaluate("globalThis.drawnBefore = document.querySelector('.orb-diff').innerHTML")
    condition = f"![undefined, drawnBefore].includes(document.querySelector('.orb-diff')?.innerHTML) && {IS_DONE}"
    return _pressed(page, page.get_by_role("button", name=name, exact=True).bounding_box, condition)


def _pressed(page: Page, box: Callable[[], object], condition: str) -> float:
    at = box()
    assert isinstance(at, dict)
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    begun = time.perf_counter()
    page.mouse.down()
    page.mouse.up()
    wait(page, condition)
    return (time.perf_counter() - begun) * 1000
