"""The relation map in a real browser: what lights up, the picture of it, what a refresh moves and marks."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from lib.schema.concerns.rules import read_rules
from lib.ui.components.tones import TONES
from tests.support.browsers import BrowserPage
from tests.support.explorer_pages import SHOP, Open, click_card, drawn, place_of, places, prepared, settled, spots

pytestmark = pytest.mark.browser

ANIMALS = """
create schema pets; create schema zoo;
create table pets.dog (id bigint primary key);
create table zoo.animal (id bigint primary key, deal_id bigint references crm.deal);
create table zoo.keeper (id bigint primary key, person_id bigint);
create schema reports;
create view reports.shoppers as select email from crm.person;
create view zoo.owned as select deal_id from zoo.animal;
"""
NEWS = """
create table crm.visit (id bigint primary key, person_id bigint references crm.person);
alter table crm.deal add column price numeric;
"""


@pytest.fixture(scope="module")
def address(explorer: Callable[[str], str]) -> str:
    """The explorer's address on a dashboard that tests which change nothing share."""
    return explorer(SHOP + ANIMALS)


def lit(page: Page, *, when: str) -> list[str] | None:
    """The cards that are not dimmed, None while nothing is lit; looked at as soon as `when` holds of what is lit."""
    found: list[str] | None = page.locator(".map").evaluate(
        f"""async ({{ orbMap }}) => {{
        const isSo = (lit) => {when};
        while (!isSo(orbMap.lit)) await new Promise(requestAnimationFrame);
        return orbMap.lit && [...orbMap.lit].filter((id) => orbMap.nodes.has(id)).sort(); }}"""
    )
    return found


def strokes(page: Page, colour: str) -> list[list[int]]:
    """The dashes of the lines that the next picture of the map draws in a colour."""
    found: list[list[int]] = page.locator(".map").evaluate(
        """({ orbMap }, colour) => {
        const [found, own] = [[], CanvasRenderingContext2D.prototype.stroke];
        CanvasRenderingContext2D.prototype.stroke = function (...path) {
            if (this.strokeStyle === colour && this.getLineDash().length) found.push(this.getLineDash());
            return own.apply(this, path);
        };
        orbMap.net.canvas.body.emitter.emit("_redraw");
        CanvasRenderingContext2D.prototype.stroke = own;
        return found; }""",
        colour,
    )
    return found


def test_pointing_at_a_card_lights_its_neighbours_and_dims_the_rest(opened: Open) -> None:
    page = opened("?scope=all")
    drawn(page)
    page.locator(".map .canvas").hover(position=place_of(page, "finance.invoice"))
    assert lit(page, when="lit !== null") == ["crm.deal", "finance.invoice"]
    page.locator(".map .canvas").hover(position={"x": 3, "y": 3})
    assert lit(page, when="lit === null") is None


SCOPES = {
    "around": "?schema=crm&table=deal",
    "concern": "?scope=concern&concern=CRM",
    "all": "?scope=all",
    "all columns": "?scope=all&rows=all",
    "names": "?scope=all&rows=none",
    "concerns": "?scope=concerns",
}


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_a_card_answers_on_its_whole_area_before_anything_was_pointed_at(opened: Open, scope: str) -> None:
    page = opened(scope)
    settled(page)
    answers = page.locator(".map").evaluate(
        """({ orbMap: { nodes, net, set } }) => [...nodes.values()].filter(({ id }) => !set.get(id).hidden).flatMap(
        ({ id, x, y, width, height }) => [-1, -0.5, 0, 0.5, 1].flatMap((across) => [-1, -0.5, 0, 0.5, 1].map((down) => [
            id, net.getNodeAt(net.canvasToDOM({ x: x + across * (width / 2 - 3), y: y + down * (height / 2 - 3) })),
        ])))"""
    )
    assert len(answers) >= 25 * 2
    assert [pair for pair in answers if pair[0] != pair[1]] == []


@pytest.mark.parametrize("scope", ["all", "around", "concern"])
def test_a_click_anywhere_on_a_card_opens_it(opened: Open, scope: str) -> None:
    page = opened(SCOPES[scope])
    settled(page)
    page.locator(".map").evaluate(
        """({ orbMap }) => {
        [orbMap.own, orbMap.told] = [orbMap.send, []];
        orbMap.send = (_name, picked) => { orbMap.told.push(picked); orbMap.selected = null; }; }"""
    )
    clicked = spots(page, "crm.person")
    for number, position in enumerate(clicked.values(), 1):
        page.locator(".map .canvas").click(position=position)
        page.locator(".map").evaluate(
            "async ({ orbMap: { told } }, n) => { while (told.length < n) await new Promise(requestAnimationFrame); }",
            number,
        )
    assert page.locator(".map").evaluate("({ orbMap }) => orbMap.told") == [{"table": "crm.person"}] * len(clicked)
    page.locator(".map").evaluate("({ orbMap }) => { orbMap.send = orbMap.own; }")
    click_card(page, "crm.person", "upper left")
    title = page.locator(".title").get_by_text("crm.person")
    expect(title).to_be_visible()
    page.keyboard.press("Escape")
    expect(title).to_have_count(0)


def test_an_answer_that_a_later_click_has_overtaken_moves_nothing(opened: Open) -> None:
    page = opened("?schema=crm&table=person")
    before = settled(page)
    names = ["deal_buyer_id_fkey", "deal_seller_id_fkey"]
    numbers = page.locator(".map").evaluate(
        """async ({ orbMap }, names) => {
        const told = [];
        const { send } = orbMap;
        orbMap.send = (name, value) => { told.push(value.relation); send(name, value); };
        for (const name of names) {
            const [x1, y1, c1, d1, c2, d2, x2, y2] = orbMap.edges.find((edge) => edge.name === name).course.parts[0];
            const canvas = { x: (x1 + 3 * c1 + 3 * c2 + x2) / 8, y: (y1 + 3 * d1 + 3 * d2 + y2) / 8 };
            orbMap.net.body.emitter.emit("click", { nodes: [], pointer: { canvas } });
            if (name === names[0]) await new Promise((done) => setTimeout(done, 30));
        }
        return told; }""",
        names,
    )
    page.wait_for_url(f"**relation={names[1]}**")
    after = settled(page)
    assert (after["relation"], after["scale"], after["at"]) == (numbers[1], before["scale"], before["at"])


def test_a_map_is_steered_by_keys(opened: Open) -> None:
    page = opened("?scope=all")
    settled(page)
    page.locator(".map .canvas").focus()

    def pressed(*keys: str) -> dict[str, Any]:
        for key in keys:
            page.keyboard.press(key)
        return drawn(page)

    start = pressed("0")
    nearer = pressed("+", "+")
    assert nearer["scale"] == pytest.approx(start["scale"] * 1.25**2)
    assert pressed("-")["scale"] == pytest.approx(start["scale"] * 1.25)
    right = pressed("ArrowRight")["at"]
    assert right["x"] > start["at"]["x"]
    assert pressed("ArrowLeft", "ArrowLeft")["at"]["x"] < start["at"]["x"]
    assert pressed("ArrowDown")["at"]["y"] > start["at"]["y"]
    assert pressed("ArrowUp", "ArrowUp")["at"]["y"] < start["at"]["y"]
    fitted = pressed("0")
    assert fitted["scale"] == pytest.approx(start["scale"])
    assert fitted["at"] == pytest.approx(start["at"])


def test_a_double_click_on_a_card_draws_the_map_around_it(opened: Open) -> None:
    page = opened("?scope=all")
    version = drawn(page)["version"]
    page.locator(".map .canvas").dblclick(position=place_of(page, "zoo.animal"))
    expect(page.locator(".choice [aria-current]").get_by_text("Around animal")).to_be_visible()
    page.wait_for_url("**scope=around**")
    page.locator(f".map:not([data-version='{version}'])").wait_for()
    assert drawn(page)["cards"] == ["crm.deal", "zoo.animal"]


@pytest.mark.parametrize(("scheme", "amber"), [("light", TONES["guess"].light), ("dark", TONES["guess"].dark)])
def test_an_inferred_relation_is_dotted_amber_once_the_legend_shows_it(
    opened: Open, browser_page: BrowserPage, scheme: Literal["light", "dark"], amber: str
) -> None:
    browser_page.page.emulate_media(color_scheme=scheme)
    page = opened("?scope=all")
    drawn(page)
    assert strokes(page, amber) == []
    page.locator(".legend").get_by_role("button", name="inferred 1").click()
    assert strokes(page, amber) == [[2, 5]]


def test_a_view_stands_in_the_middle_of_its_own_map_with_what_it_reads(opened: Open) -> None:
    page = opened("?schema=zoo&table=owned")
    drawn(page)
    hidden = page.locator(".map").evaluate("(box) => box.orbMap.set.get().filter((node) => node.hidden)")
    assert hidden == []
    expect(page.locator(".legend").get_by_role("button", name="views read 1")).to_have_attribute("aria-pressed", "true")
    page.locator(".choice").get_by_text("Whole database").click()
    views = page.locator(".legend").get_by_role("button", name="views 2")
    expect(views).to_have_attribute("aria-pressed", "false")
    page = opened("?scope=concern&concern=reports")  # views alone: hidden they would leave nothing
    drawn(page)
    assert page.locator(".map").evaluate("(box) => box.orbMap.set.get().map((node) => node.hidden)") == [False]


def test_a_concern_keeps_its_colour_and_says_where_its_relations_lead(opened: Open) -> None:
    colours = []
    for scope in ("all", "concern"):
        page = opened(f"?scope={scope}&concern=zoo")
        drawn(page)
        colours.append(page.locator(".map").evaluate("(box) => box.orbMap.nodes.get('zoo.animal').colour"))
    assert drawn(page)["cards"] == ["zoo.animal", "zoo.keeper", "zoo.owned"]
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
        assert tuple(bytes.fromhex(read_rules().colours[concern][1:])) in seen
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
