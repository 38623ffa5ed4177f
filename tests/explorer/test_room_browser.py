"""Room on the explorer's page in a real browser: what folds, what is dragged, what stays in sight, and the phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import BrowserPage
from tests.support.explorer_pages import SHOP, Open, drawn, settled

pytestmark = pytest.mark.browser

TALL = "create table crm.tall (id bigint primary key, {}, deal_id bigint references crm.deal);".format(
    ", ".join(f"column_{i} timestamp with time zone" for i in range(120))
)

LONG_SCHEMA = "s" * 63
LONG = (
    f"create schema {LONG_SCHEMA}; create table {LONG_SCHEMA}.thing"
    " (id bigint primary key, deal_id bigint references crm.deal);"
)
LONG_KEY = f"foreign_key_without_index:{LONG_SCHEMA}.thing:thing_deal_id_fkey"


@pytest.fixture(scope="module")
def address(explorer: Callable[[str], str]) -> str:
    """The explorer's address on a dashboard that all tests of this file share."""
    return explorer(SHOP + TALL + LONG)


def wide(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    return box["width"] if box else 0


def test_list_and_detail_fold_away_and_stay_so_on_the_next_visit(opened: Open) -> None:
    page = opened("?schema=crm&table=deal")
    before = settled(page)
    narrow = wide(page, ".map")
    for name, gone in (("List", ".st-key-explorer_rail"), ("Detail", ".st-key-explorer_detail_side")):
        page.get_by_role("button", name=name).click()
        expect(page.locator(gone)).to_be_hidden()
    assert wide(page, ".map") > narrow * 1.6
    assert settled(page)["scale"] >= before["scale"]
    page = opened("?schema=crm&table=deal")
    drawn(page)
    expect(page.locator(".st-key-explorer_rail")).to_be_hidden()
    expect(page.locator(".st-key-explorer_detail_side")).to_be_hidden()
    page.keyboard.press("/")  # what the key asks for comes back
    expect(page.get_by_label("Search everything")).to_be_focused()
    page.get_by_role("button", name="List").click()
    expect(page.locator(".st-key-explorer_rail")).to_be_hidden()
    page.get_by_role("button", name="List").click()
    expect(page.locator(".st-key-explorer_rail")).to_be_visible()


def test_the_line_between_map_and_detail_is_dragged_and_stays_there(opened: Open) -> None:
    page = opened("?schema=crm&table=deal")
    settled(page)
    before, box = wide(page, ".st-key-explorer_detail_side"), page.locator(".map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] + 14, box["y"] + 200
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 100, y, steps=4)
    page.mouse.move(x - 200, y, steps=4)
    page.mouse.up()
    after = wide(page, ".st-key-explorer_detail_side")
    assert after == pytest.approx(before + 200, abs=25)
    page = opened("?schema=crm&table=deal")
    drawn(page)
    assert wide(page, ".st-key-explorer_detail_side") == pytest.approx(after, abs=12)


@pytest.mark.parametrize("view", ["map", "table"])
def test_list_search_and_tabs_stay_in_sight_while_the_detail_scrolls(opened: Open, view: str) -> None:
    page = opened(f"?schema=crm&table=tall&view={view}")
    last = page.get_by_text("column_119", exact=True).last
    expect(last).to_be_attached()
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    for seen in (page.get_by_label("Search everything"), page.locator(".tabs").get_by_text("Health")):
        expect(seen).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("query", ["?schema=crm&table=deal", "?schema=crm&table=deal&view=table", "?view=list"])
def test_on_a_phone_the_content_begins_in_the_first_third_and_nothing_sticks_out(
    opened: Open, browser_page: BrowserPage, width: int, query: str
) -> None:
    browser_page.page.set_viewport_size({"width": width, "height": 844})
    page = opened(query)
    content = page.locator(".map, .title, .st-key-list summary").first
    expect(content).to_be_visible()
    for _ in range(100):  # a header that is still loading is higher
        box = content.bounding_box()
        if box and 0 < box["y"] < 844 / 3:
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail(f"The content begins at {box}.")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    expect(page.locator(".lines").get_by_text("note")).to_be_hidden()
    page.get_by_label("Search everything").fill("invo")
    expect(page.locator(".lines").get_by_text("finance.invoice").first).to_be_visible()


def test_on_a_phone_the_type_stands_under_the_name(opened: Open, browser_page: BrowserPage) -> None:
    browser_page.page.set_viewport_size({"width": 390, "height": 844})
    page = opened("?schema=crm&table=deal&view=table")
    row = page.locator(".columns tr").filter(has_text="created_at").first
    name, kind = (row.get_by_text(text, exact=True).bounding_box() for text in ("created_at", "timestamptz"))
    assert name is not None
    assert kind is not None
    assert kind["y"] >= name["y"] + name["height"] - 2
    assert kind["x"] == pytest.approx(name["x"], abs=2)


def test_on_a_phone_the_words_of_a_finding_take_the_whole_width(opened: Open, browser_page: BrowserPage) -> None:
    browser_page.page.set_viewport_size({"width": 390, "height": 844})
    page = opened("?view=health")
    page.locator("details").first.evaluate("(details) => { details.open = true; }")
    for number in range(3):
        cell = page.locator(".findings tbody tr").first.locator("td").nth(number)
        expect(cell).to_be_visible()
        box = cell.bounding_box()
        assert box is not None
        assert 300 < box["width"] < 390
    key = page.get_by_text(LONG_KEY, exact=True).first
    expect(key).to_be_visible()
    assert key.evaluate("(cell) => cell.scrollWidth <= cell.clientWidth && cell.getBoundingClientRect().right <= 390")


def test_on_a_phone_the_tabs_follow_the_search(opened: Open, browser_page: BrowserPage) -> None:
    browser_page.page.set_viewport_size({"width": 390, "height": 844})
    page = opened("?view=list")
    expect(page.locator(".st-key-list summary").first).to_be_visible()
    above, below = (page.locator(part).bounding_box() for part in (".find input", ".tabs"))
    assert above is not None
    assert below is not None
    assert below["y"] - above["y"] - above["height"] < 30


def test_a_concern_with_a_name_of_63_letters_leaves_the_matrix_room(opened: Open) -> None:
    page = opened("?scope=concerns")
    expect(page.locator(".matrix tbody tr").first).to_be_visible()
    cell = page.locator(".matrix tbody td").first
    expect(cell).to_be_in_viewport()
    name = page.locator(".matrix tbody th", has_text="s" * 20)
    assert name.locator(".cut").get_attribute("title") == LONG_SCHEMA
    assert name.evaluate("(cell) => cell.offsetWidth") < 320
    dot, text = (page.locator(f".dotted {part}").last.bounding_box() for part in (".dot", ".cut"))
    assert dot is not None
    assert text is not None
    assert abs(dot["y"] + dot["height"] / 2 - text["y"] - text["height"] / 2) < 10
