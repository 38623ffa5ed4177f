"""Eyes and hands for tests of the schema explorer: what its map shows, and clicks on what is drawn there."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page

from tests.support.browsers import BrowserPage, serving
from tests.support.processes import forked

Open = Callable[..., Page]

SHOP = """
create schema crm; create schema finance;
create table crm.person (id bigint primary key, email text unique, parent_id bigint references crm.person);
comment on table crm.person is 'Somebody we know.';
create table crm.deal (
    id bigint primary key,
    buyer_id bigint not null references crm.person on delete cascade,
    seller_id bigint references crm.person on delete set null,
    created_at timestamptz
);
create table finance.invoice (id bigint primary key, deal_id bigint references crm.deal, created_at timestamptz);
create table finance.note (id bigint, created_at timestamptz);
"""


@pytest.fixture(scope="module")
def explorer(
    create_database: Callable[..., str], migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], str]]:
    """A function that runs a script in a new database and gives the explorer's address on it, for a whole file."""
    with ExitStack() as running:

        def start(script: str) -> str:
            explored, kept = prepared(create_database(), script), create_database(migrated_template)
            folder = tmp_path_factory.mktemp("explorer")
            served = serving(folder, kept, python=forked.python(), SCHEMA_DATABASE_URL=explored)
            return f"{running.enter_context(served)}/schema_explorer"

        yield start


@pytest.fixture
def opened(address: str, browser_page: BrowserPage) -> Open:
    """A function that opens the explorer at a query in a new tab; `address` is a fixture of the test's own file."""

    def open_at(query: str = "") -> Page:
        browser_page.page.goto(f"{address}{query}")
        return browser_page.page

    return open_at


def prepared(address: str, script: str) -> str:
    """The address of the database, in which the script has run."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(script.encode())
    return address


def drawn(page: Page) -> dict[str, Any]:
    """What the map in the page shows, once it is drawn."""
    page.locator(".map[data-version]").wait_for()
    found: dict[str, Any] = page.locator(".map").evaluate(
        """box => { const { net, selected, relation, theme, nodes, edges } = box.orbMap;
        return { builds: orbMaps, version: box.dataset.version, scale: net.getScale(), at: net.getViewPosition(),
        selected, relation,
        isDark: theme.isDark, cards: [...nodes.keys()].sort(), relations: edges.map((edge) => edge.name).sort() }; }"""
    )
    return found


def settled(page: Page) -> dict[str, Any]:
    """What the map shows once frame and view have stood still for half a second: what comes beside it may narrow it."""
    is_still = False
    while not is_still:  # a map whose frame comes anew, or that is built again for another width, is waited for anew
        drawn(page)
        is_still = page.locator(".map").evaluate(
            """async (box) => {
            const size = () => {
                const { net } = box.orbMap;
                if (!box.isConnected || !net.canvas) return null;
                const { clientWidth, clientHeight } = net.canvas.frame;
                return [clientWidth, clientHeight, net.getScale(), ...Object.values(net.getViewPosition())].join();
            };
            let last = size();
            for (let since = performance.now(); last !== null && performance.now() - since < 500; ) {
                await new Promise(requestAnimationFrame);
                const next = size();
                if (next !== last) [since, last] = [performance.now(), next];
            }
            return last !== null; }"""
        )
    return drawn(page)


def places(page: Page) -> dict[str, tuple[float, float]]:
    """Where every card stands on the map."""
    drawn(page)
    found: list[tuple[str, float, float]] = page.locator(".map").evaluate(
        "(box) => [...box.orbMap.nodes.values()].map(({ id, x, y }) => [id, x, y])"
    )
    return {name: (x, y) for name, x, y in found}


def place_of(page: Page, name: str) -> Any:
    """Where the middle of a card is on the map's canvas, in pixels."""
    return page.locator(".map").evaluate(
        "(box, name) => { const { x, y } = box.orbMap.nodes.get(name); return box.orbMap.net.canvasToDOM({ x, y }); }",
        name,
    )


def spots(page: Page, name: str) -> dict[str, Any]:
    """Where on the map's canvas the corners, the title and the last row of a card are, a little inside its border."""
    found: dict[str, Any] = page.locator(".map").evaluate(
        """({ orbMap: { nodes, net } }, name) => {
        const { x, y, width, height } = nodes.get(name);
        const [wide, high] = [width / 2 - 4, height / 2 - 4];
        const at = (across, down) => net.canvasToDOM({ x: x + across * wide, y: y + down * high });
        return { "upper left": at(-1, -1), "upper right": at(1, -1), "lower left": at(-1, 1), "lower right": at(1, 1),
            title: at(-0.5, -1), "last row": at(0.3, 1), middle: at(0, 0) }; }""",
        name,
    )
    return found


def click_card(page: Page, name: str, spot: str = "middle") -> None:
    settled(page)
    page.locator(".map .canvas").click(position=spots(page, name)[spot])


def click_relation(page: Page, name: str) -> None:
    """Click a line where it is furthest from all others: where two cross, either may answer."""
    settled(page)
    at = page.locator(".map").evaluate(
        """({ orbMap: { edges, net } }, name) => {
        const on = ([a, b, c, d, e, f, g, h], t) => { const u = 1 - t; return {
            x: u * u * u * a + 3 * u * u * t * c + 3 * u * t * t * e + t * t * t * g,
            y: u * u * u * b + 3 * u * u * t * d + 3 * u * t * t * f + t * t * t * h }; };
        const steps = [...Array(41).keys()].map((i) => i / 40);
        const points = ({ course: { parts } }) => parts.flatMap((part) => steps.map((t) => on(part, t)));
        const others = edges.filter((edge) => edge.name !== name).flatMap(points);
        const room = ({ x, y }) => Math.min(...others.map((other) => Math.hypot(other.x - x, other.y - y)));
        const own = points(edges.find((edge) => edge.name === name)).slice(4, -4);
        return net.canvasToDOM(own.reduce((best, point) => (room(point) > room(best) ? point : best))); }""",
        name,
    )
    page.locator(".map .canvas").click(position=at)
