"""What Tom does with a client, in a real browser."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.support import site
from tests.support.browsers import BrowserPage, serving
from tests.support.client_story import BORIS
from tests.support.processes import forked
from tests.support.scripted_model import EMPTY_ANSWER, Reply, completion, scripted_model
from tests.support.site import ANNA

pytestmark = pytest.mark.browser
MOVED = """
window.moved = [];
window.movedAt = performance.now();
new PerformanceObserver((list) => {
  window.movedAt = performance.now();
  for (const { node, previousRect, currentRect } of list.getEntries().flatMap((entry) => entry.sources)) {
    const element = node instanceof Element ? node : node?.parentElement;
    if (element?.closest(".st-key-dock")) continue;
    moved.push([element?.outerHTML.slice(0, 200), previousRect.y, currentRect.y]);
  }
}).observe({ type: "layout-shift" });
"""
"""Notes what changes its place from now on, but for what stands at the foot of the window."""
CLIENT = f"/client_context?contact={ANNA}"


@pytest.fixture(scope="module")
def address(create_database: Callable[..., str], told: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on the story, shared by the tests that make no version."""
    with serving(tmp_path_factory.mktemp("clients"), create_database(told), python=forked.python()) as start:
        yield start


@pytest.fixture
def own_address(dashboard: Callable[..., str], story_url: str) -> str:
    """The address of a dashboard on a story of the test's own."""
    return dashboard(story_url)


def fact(page: Page, words: str) -> None:
    """Open a fact and see that its story is there."""
    page.get_by_role("button", name=words).click()
    expect(page.get_by_role("dialog")).to_contain_text("Says so")


def test_a_line_that_is_drawn_anew_under_the_mouse_is_opened_all_the_same(
    address: str, browser_page: BrowserPage
) -> None:
    page = browser_page.page
    page.goto(f"{address}/client_context")
    line = page.get_by_role("button", name="Anna Berg")
    expect(line).to_be_visible()
    box = line.bounding_box()
    assert box is not None
    expect(page.get_by_label("Search clients")).to_be_focused()
    page.keyboard.type("Anna Beerg")
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()  # before what was typed is found
    expect(page.get_by_role("radio", name="Needs a reply")).to_be_disabled()  # it is found
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"contact={ANNA}"))


def test_tom_finds_reads_asks_who_says_so_compares_pins_and_comes_back(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(f"{address}/client_context")
    search = page.get_by_label("Search clients")
    expect(search).to_be_focused()
    page.keyboard.type("Anna Beerg")
    page.get_by_role("button", name="Anna Berg").click()
    expect(page).to_have_url(re.compile(f"contact={ANNA}"))
    expect(page.get_by_text("Anna looks for a flat.")).to_be_visible()
    fact(page, "Is a vegetarian.")
    expect(page.locator("mark").first).to_have_text("As a vegetarian I loved your menu")
    page.keyboard.press("Escape")
    page.get_by_text("Changes", exact=True).click()
    expect(page.get_by_role("combobox", name="From")).to_have_value(re.compile("Version 5 ·"))
    page.get_by_text("History", exact=True).click()
    page.get_by_role("button", name="Version 4").click()
    expect(page).to_have_url(re.compile("from=3&to=4"))
    expect(page.locator(".orb-contradicted")).to_contain_text("The bank agreed to more.")
    expect(page.locator(".orb-contradicted ins")).to_have_text("650k")
    page.get_by_role("button", name="Swap").click()
    expect(page).to_have_url(re.compile("from=4&to=3"))
    page.reload()
    expect(page.locator(".orb-contradicted ins")).to_have_text("500k")
    page.get_by_text("Now", exact=True).click()
    fact(page, "Prefers SMS over email.")
    page.get_by_role("dialog").get_by_text("Pin", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Pin").last.click()
    expect(page.get_by_text("Pinned: Prefers SMS over email.")).to_be_visible()
    page.goto(f"{address}{CLIENT}")
    expect(page.get_by_role("button", name=re.compile("Prefers SMS over email. *Pinned"))).to_be_visible()
    assert browser_page.hosts <= {"127.0.0.1", ""}  # blob: has no host
    assert browser_page.messages == []


def test_the_keys_of_the_search_box_reach_the_clients_that_it_finds(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(f"{address}/client_context")
    search, lines = page.get_by_label("Search clients"), page.locator(".lines button")
    expect(lines).to_have_count(1)
    page.keyboard.type("capek")
    expect(lines.first).to_contain_text("Boris Čapek")
    page.keyboard.press("ArrowDown")
    expect(lines.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    expect(lines.first).to_contain_text("Anna Berg")
    page.keyboard.type("Anna Beerg")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"contact={ANNA}"))


def test_lines_that_are_drawn_anew_keep_the_keyboard(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(f"{address}/client_context")
    search, lines = page.get_by_label("Search clients"), page.locator(".lines button")
    expect(lines).to_have_count(1)
    expect(search).to_be_focused()
    page.keyboard.type("example.org")
    page.keyboard.press("ArrowDown")  # before what was typed is found
    expect(lines).to_have_count(2)
    expect(lines.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1)).to_be_focused()
    search.evaluate(
        """box => {
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, "example.org nobody");
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    expect(lines).to_have_count(0)
    expect(search).to_be_focused()


def test_a_refresh_survives_another_page_and_opens_the_new_version(
    own_address: str, browser_page: BrowserPage, story: Engine
) -> None:
    page = browser_page.page
    site.write(story, "m9", "By the way, my birthday is on 3 May.", at=datetime.now(UTC) - timedelta(minutes=9))
    page.goto(f"{own_address}{CLIENT}")
    page.get_by_role("button", name="Refresh").click()
    page.get_by_role("link", name="Schema").click()
    expect(page).to_have_url(re.compile("schema_explorer"))
    page.goto(f"{own_address}{CLIENT}")
    expect(page.get_by_text("Version 7 is saved.")).to_be_visible()
    page.get_by_role("button", name="Show what changed").click()
    expect(page).to_have_url(re.compile("from=6&to=7"))
    page.get_by_role("button", name="Close").click()
    site.write(story, "m10", "Could you call me on Friday?", at=datetime.now(UTC) - timedelta(minutes=2))
    page.get_by_role("button", name="Refresh").click()
    expect(page).to_have_url(re.compile("from=7&to=8"))
    expect(page.get_by_text("Version 8 is saved.")).to_be_visible()


def test_a_preview_is_seen_and_accepted(own_address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(f"{own_address}{CLIENT}")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    page.get_by_role("button", name="Accept").click()
    expect(page).to_have_url(re.compile("from=6&to=7"))
    expect(page.get_by_text("version 7", exact=True)).to_be_visible()


def test_what_begins_and_ends_by_itself_moves_nothing(
    dashboard: Callable[..., str], story_url: str, browser_page: BrowserPage
) -> None:
    page, go_on = browser_page.page, Event()
    answers = iter([(200, completion(EMPTY_ANSWER)), (401, {"error": {"message": "No."}})])

    def reply(_request: object) -> Reply:
        go_on.wait(60)
        go_on.clear()
        return next(answers)

    with scripted_model(reply) as model:
        page.goto(f"{dashboard(story_url, OPENAI_BASE_URL=model.url)}{CLIENT}")
        expect(page.get_by_role("button", name="Is a vegetarian.")).to_be_visible()
        expect(page.get_by_text("Ended (1)")).to_be_visible()
        page.evaluate(MOVED)
        page.wait_for_function("() => performance.now() - movedAt > 1000")  # all of the first view is drawn
        page.evaluate("moved = []")
        for button, end in (("Preview", "Nothing is saved yet."), ("Refresh", "The model's server refused the key.")):
            page.get_by_role("button", name=button).click()
            expect(page.locator(".st-key-dock").get_by_text(re.compile(r"^[1-9]\d* s$"))).to_be_visible()
            go_on.set()
            expect(page.get_by_text(end)).to_be_visible()
            expect(page.get_by_role("button", name=button)).to_be_enabled()
        assert page.evaluate("moved") == []


def test_nothing_a_client_wrote_runs_or_loads(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    for part in ("now", "changes", "history", "json"):
        page.goto(f"{address}{CLIENT}&view={part}&from=1&to=6")
        expect(page.get_by_role("heading", name="Anna Berg")).to_be_visible()
    page.goto(f"{address}{CLIENT}")
    fact(page, "Wrote <img src=x")
    page.get_by_role("dialog").get_by_text("Pin", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Pin").last.click()
    expect(page.get_by_text("Pinned: Wrote <img src=x")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src='x'], a[href*='evil']").count() == 0
    assert browser_page.hosts <= {"127.0.0.1", ""}  # blob: has no host


def test_on_a_phone_the_list_gives_way_to_the_client_that_is_picked(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/client_context?contact={BORIS}")
    expect(page.get_by_role("heading", name="Boris Čapek")).to_be_visible()
    opens = page.get_by_test_id("stExpandSidebarButton")
    opens.click()
    page.get_by_role("list", name="All").get_by_role("button", name="Anna Berg").click()
    expect(page.get_by_role("heading", name="Anna Berg")).to_be_in_viewport(ratio=1)
    expect(opens).to_be_visible()
    page.get_by_text("Conversation", exact=True).click()  # nothing lies over it
    expect(page).to_have_url(re.compile("view=conversation"))
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_page_fits_its_window(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    for width, scheme in ((390, "light"), (1280, "dark"), (1920, "light")):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}{CLIENT}&view=now")
        for part in ("Now", "Changes", "History", "JSON"):
            page.get_by_text(part, exact=True).click()
            expect(page).to_have_url(re.compile(f"view={part.lower()}"))
            expect(page.get_by_role("heading", name="Anna Berg")).to_be_visible()
            expect(page.locator("[data-test-script-state='notRunning']")).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (width, part)


def test_every_control_has_a_name(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(f"{address}{CLIENT}&view=changes")
    expect(page.get_by_role("button", name="Swap")).to_be_visible()
    for role in ("button", "combobox", "textbox", "switch", "radio"):
        for control in page.get_by_role(role).all():  # type: ignore[arg-type]
            name = control.evaluate("e => e.ariaLabel || e.innerText || e.labels?.[0]?.innerText || e.title || ''")
            assert name.strip(), control.evaluate("e => e.outerHTML.slice(0, 300)")
