"""The relation map in a real browser: what lights up, the picture of it, what a refresh moves and marks."""

from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from lib.ui.palette import COLOURS, KNOWN
from tests.browsers import BrowserPage, serving
from tests.explorer_pages import SHOP, Open, drawn, place_of, places, prepared

pytestmark = pytest.mark.browser

ANIMALS = """
create schema pets; create schema zoo;
create table pets.dog (id bigint primary key);
create table zoo.animal (id bigint primary key, deal_id bigint references crm.deal);
"""
NEWS = """
create table crm.visit (id bigint primary key, person_id bigint references crm.person);
alter table crm.deal add column price numeric;
"""


@pytest.fixture(scope="module")
def address(
    create_database: Callable[..., str], migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The explorer's address on a dashboard that tests which change nothing share."""
    shop = prepared(create_database(), SHOP + ANIMALS)
    folder = tmp_path_factory.mktemp("map")
    with serving(folder, create_database(migrated_template), SCHEMA_DATABASE_URL=shop) as start:
        yield f"{start}/schema_explorer"


def lit(page: Page, *, when: str) -> list[str] | None:
    """The cards that are not dimmed, None while nothing is lit; looked at as soon as `when` holds of what is lit."""
    found: list[str] | None = page.locator(".map").evaluate(
        f"""async ({{ orbMap }}) => {{
        const isSo = (lit) => {when};
        while (!isSo(orbMap.lit)) await new Promise(requestAnimationFrame);
        return orbMap.lit && [...orbMap.lit].filter((id) => orbMap.nodes.has(id)).sort(); }}"""
    )
    return found


def test_pointing_at_a_card_lights_its_neighbours_and_dims_the_rest(opened: Open) -> None:
    page = opened("?scope=all")
    drawn(page)
    page.locator(".map .canvas").hover(position=place_of(page, "finance.invoice"))
    assert lit(page, when="lit !== null") == ["crm.deal", "finance.invoice"]
    page.locator(".map .canvas").hover(position={"x": 3, "y": 3})
    assert lit(page, when="lit === null") is None


def test_a_concern_keeps_its_colour_and_says_where_its_relations_lead(opened: Open) -> None:
    colours = []
    for scope in ("all", "concern"):
        page = opened(f"?scope={scope}&concern=zoo")
        drawn(page)
        colours.append(page.locator(".map").evaluate("(box) => box.orbMap.nodes.get('zoo.animal').colour"))
    assert drawn(page)["cards"] == ["zoo.animal"]
    assert colours[0] == colours[1]
    note = page.locator("p", has_text="Beyond zoo: refers to CRM 1")
    note.get_by_role("link", name="CRM").click()
    expect(page.get_by_text("Beyond CRM: referred to by Finance 1, zoo 1")).to_be_visible()
    page.wait_for_url("**concern=CRM**")


def test_the_whole_map_is_downloaded_as_a_picture(opened: Open, browser_page: BrowserPage) -> None:
    page = opened("?scope=all")
    drawn(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as PNG").click()
    assert download.value.suggested_filename == "all.png"
    with Image.open(download.value.path()) as picture:
        seen = {colour for _, colour in picture.convert("RGB").getcolors(maxcolors=1 << 24) or []}
        wide, high = picture.size
    left, right = (edge(place[0] for place in places(page).values()) for edge in (min, max))
    assert right - left < wide < 3000
    assert 300 < high < 3000
    for concern in ("CRM", "Finance"):  # the cards' headers
        assert tuple(bytes.fromhex(COLOURS[KNOWN[concern]][1:])) in seen
    assert browser_page.messages == []


def test_a_refresh_says_what_is_new_and_moves_no_table(
    dashboard: Callable[..., str], database_url: str, empty_database: str, browser_page: BrowserPage
) -> None:
    shop, page = prepared(empty_database, SHOP), browser_page.page
    page.goto(f"{dashboard(database_url, SCHEMA_DATABASE_URL=shop)}/schema_explorer?scope=all")
    expect(page.locator(".badge").get_by_text("unchanged", exact=True)).to_be_visible()
    before = places(page)
    prepared(shop, NEWS)
    page.goto(f"{dashboard(database_url, SCHEMA_DATABASE_URL=shop)}/schema_explorer?scope=all")
    expect(page.locator(".badge").get_by_text("changed since", exact=True)).to_be_visible()
    assert places(page) == before
    version = drawn(page)["version"]
    page.get_by_role("button", name="Refresh").click()
    expect(page.locator(".badge").get_by_text("unchanged", exact=True)).to_be_visible()
    page.locator(f".map:not([data-version='{version}'])").wait_for()
    after = places(page)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"crm.visit"}
    marked = page.locator(".map").evaluate(
        "(box) => [...box.orbMap.nodes.values()].filter((node) => node.is_new).map((node) => node.id)"
    )
    assert marked == ["crm.visit"]
    page.locator(".tabs").get_by_text("What changed").click()
    expect(page.locator("tr").filter(has_text="crm.visit").filter(has_text="added table")).to_be_visible()
    expect(page.locator("tr").filter(has_text="crm.deal").filter(has_text="price")).to_be_visible()
