"""A map at real size in a real browser: every name that is drawn can be read, and no line or label hides anything."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import BrowserPage
from tests.support.explorer_pages import Open, click_card, drawn, settled

pytestmark = pytest.mark.browser

CONCERNS = 12
LONG = "measurement_of_organisation_{}_unit_group_assignment"


def _script() -> Iterator[str]:
    """A table to which 40 tables of 12 schemas refer, each schema with ten tables of long names that look alike."""
    yield "create schema core; create table core.hub (id bigint primary key, parent_id bigint references core.hub);"
    for number in range(CONCERNS):
        name = f"area_{number:02}"
        yield f"create schema {name};"
        for i in range(10):
            column = ", hub_id bigint references core.hub" if i < 3 + number % 2 else ""
            before = f", before_id bigint references {name}.{LONG.format(i - 1)}" if i else ""
            yield f"create table {name}.{LONG.format(i)} (id bigint primary key{column}{before});"
        yield f"alter table {name}.{LONG.format(9)} add first_id bigint references {name}.{LONG.format(0)};"
        if number:
            yield f"alter table {name}.{LONG.format(0)} add last_id bigint references area_00.{LONG.format(9)};"


@pytest.fixture(scope="module")
def address(explorer: Callable[[str], str]) -> str:
    """The explorer's address on a dashboard that all tests of this file share."""
    return explorer("\n".join(_script()))


def letters(page: Page) -> list[dict[str, Any]]:
    """Every text that the next picture of the map draws, with its height on the screen in pixels."""
    found: list[dict[str, Any]] = page.locator(".map").evaluate(
        """({ orbMap }) => {
        const [found, own] = [[], CanvasRenderingContext2D.prototype.fillText];
        CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
            const pixels = Number(/([\\d.]+)px/.exec(this.font)[1]) * this.getTransform().a / devicePixelRatio;
            if (text && this.canvas === orbMap.net.canvas.frame.canvas) found.push({ text, pixels });
            return own.call(this, text, ...at);
        };
        orbMap.net.redraw();
        CanvasRenderingContext2D.prototype.fillText = own;
        return found; }"""
    )
    return found


@pytest.mark.parametrize(
    "query",
    [
        "?scope=all",
        "?scope=all&rows=all",
        "?scope=concerns",
        "?schema=core&table=hub",
        "?scope=concern&concern=area_01",
    ],
)
def test_whatever_is_drawn_as_text_is_ten_pixels_high_at_every_zoom(opened: Open, query: str) -> None:
    page = opened(query)
    settled(page)
    page.locator(".map .canvas").focus()
    seen = letters(page)
    assert seen
    for key in "---++++++++++++":
        page.keyboard.press(key)
        seen += letters(page)
    assert [item for item in seen if item["pixels"] < 9.99] == []


def test_far_out_the_chief_tables_of_every_island_are_named_and_no_label_covers_a_card(opened: Open) -> None:
    page = opened("?scope=all")
    settled(page)
    names, covered = page.locator(".map").evaluate(
        """({ orbMap: { names, nodes } }) => [names.map(({ id }) => id), names.filter(({ left, right, top, bottom }) =>
            [...nodes.values()].some(({ x, y, width, height }) => left < x + width / 2 && x - width / 2 < right
            && top < y + height / 2 && y - height / 2 < bottom))]"""
    )
    assert "core.hub" in names
    assert len({name.split(".")[0] for name in names}) == CONCERNS + 1
    assert covered == []


def test_names_that_are_shortened_keep_both_ends_and_never_look_alike(opened: Open) -> None:
    page = opened("?scope=concern&concern=area_01&rows=none")
    settled(page)
    names = [item["text"] for item in letters(page) if item["text"].startswith("me")]
    assert len(names) == len(set(names)) == 10
    assert all(re.fullmatch("me.+….+ment", name) for name in names)
    assert sum(bool(re.search("_[0-9]_", name)) for name in names) >= 9  # what they differ in is seen


def test_the_name_of_a_chief_table_opens_it(opened: Open) -> None:
    page = opened("?scope=all")
    settled(page)
    at = page.locator(".map").evaluate(
        """({ orbMap: { names, net } }) => {
        const { left, top, bottom } = names.find(({ id }) => id === "core.hub");
        return net.canvasToDOM({ x: left + 2 / net.getScale(), y: (top + bottom) / 2 }); }"""
    )
    page.locator(".map .canvas").click(position=at)
    expect(page.locator(".title").get_by_text("core.hub")).to_be_visible()


@pytest.mark.parametrize("query", ["?schema=core&table=hub&opened=*", "?scope=concern&concern=area_01"])
def test_no_line_vanishes_behind_a_card_that_it_passes(opened: Open, query: str) -> None:
    hidden, longest = lines_behind_cards(opened(query))
    assert hidden == []
    assert longest > 1


def test_no_strong_relation_of_two_concerns_vanishes_behind_a_third(opened: Open) -> None:
    assert lines_behind_cards(opened("?scope=concerns")) == [[], 1]


def lines_behind_cards(page: Page) -> list[Any]:
    """The lines shown at first that run under a third card, and how many parts the longest of all has."""
    drawn(page)
    found: list[Any] = page.locator(".map").evaluate(
        """({ orbMap: { nodes, edges: all, hidden } }) => {
        const edges = all.filter(({ kind }) => !hidden.has(kind));
        const cards = [...nodes.values()];
        const on = ([a, b, c, d, e, f, g, h], t) => { const u = 1 - t; return [
            u * u * u * a + 3 * u * u * t * c + 3 * u * t * t * e + t * t * t * g,
            u * u * u * b + 3 * u * u * t * d + 3 * u * t * t * f + t * t * t * h]; };
        const isUnder = ([x, y], ends) => cards.some((card) => !ends.includes(card.id)
            && Math.abs(x - card.x) < card.width / 2 - 2 && Math.abs(y - card.y) < card.height / 2 - 2);
        const found = edges.filter(({ from, to, course: { parts } }) =>
            parts.some((part) => [0.1, 0.3, 0.5, 0.7, 0.9].some((t) => isUnder(on(part, t), [from, to]))));
        return [found.map(({ name }) => name), Math.max(...edges.map(({ course }) => course.parts.length))]; }"""
    )
    return found


def test_a_pile_of_neighbours_says_whose_and_how_many_and_opens_on_a_click(opened: Open) -> None:
    page = opened("?schema=core&table=hub")
    before = drawn(page)
    piles = [name for name in before["cards"] if name.startswith("pile ")]
    assert len(piles) >= 1
    click_card(page, piles[0])
    page.wait_for_url("**opened=**")
    page.locator(f".map:not([data-version='{before['version']}'])").wait_for()
    assert piles[0] not in drawn(page)["cards"]
    page.get_by_role("link", name="Fold again").or_(page.get_by_role("link", name="Show them all")).first.wait_for()


def test_of_many_concerns_the_strongest_relations_are_drawn_and_the_weak_ones_when_asked_for(opened: Open) -> None:
    page = opened("?scope=concerns")
    settled(page)
    weak = page.locator(".legend").get_by_role("button", name="weaker relations")
    expect(weak).to_have_attribute("aria-pressed", "false")
    before = page.locator(".map").evaluate("({ orbMap }) => orbMap.counts.length")
    weak.click()
    expect(weak).to_have_attribute("aria-pressed", "true")
    assert page.locator(".map").evaluate("({ orbMap }) => orbMap.counts.length") > before > 0


def test_the_legend_takes_one_row_and_opens(opened: Open) -> None:
    page = opened("?scope=all")
    settled(page)
    page.set_viewport_size({"width": 1000, "height": 800})
    more, legend = page.locator(".foot .more"), page.locator(".legend")
    expect(more).to_have_text(re.compile(r"\+ \d+"))
    box = legend.bounding_box()
    assert box is not None
    assert box["height"] < 30
    more.click()
    expect(more).to_have_text("less")
    opened_box = legend.bounding_box()
    assert opened_box is not None
    assert opened_box["height"] > 50


def test_f_gives_the_map_the_whole_window_and_escape_gives_it_back(opened: Open) -> None:
    page = opened("?scope=all")
    before = settled(page)
    frame = page.locator(".map")
    narrow = frame.bounding_box()
    page.keyboard.press("f")
    whole = frame.bounding_box()
    assert whole == {"x": 0, "y": 0, "width": 1400, "height": 900}
    assert settled(page)["scale"] > before["scale"]
    click_card(page, "core.hub")
    assert drawn(page)["selected"] == "core.hub"
    page.keyboard.press("Escape")
    assert frame.bounding_box() == narrow


def test_a_narrow_map_is_seen_whole_and_read_at_once_and_what_it_folds_opens(
    opened: Open, browser_page: BrowserPage
) -> None:
    browser_page.page.set_viewport_size({"width": 390, "height": 844})
    page = opened("?schema=core&table=hub")
    settled(page)
    assert [item for item in letters(page) if item["pixels"] < 9.99] == []
    outside = page.locator(".map").evaluate(
        """({ orbMap: { nodes, net } }) => [...nodes.values()].filter(({ x, y, width, height }) => {
            const [from, to] = [[-1, -1], [1, 1]].map(([across, down]) =>
                net.canvasToDOM({ x: x + (across * width) / 2, y: y + (down * height) / 2 }));
            const { clientWidth, clientHeight } = net.canvas.frame.canvas;
            return from.x < 0 || from.y < 0 || to.x > clientWidth || to.y > clientHeight; }).length"""
    )
    assert outside == 0
    click_card(page, next(name for name in drawn(page)["cards"] if name.startswith("pile ")))
    page.wait_for_url("**opened=**")
