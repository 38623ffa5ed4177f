"""How soon the relation map stands on the screen, answers a click and follows a drag, in a real browser."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import psycopg
from playwright.sync_api import Browser, Error, Page, sync_playwright
from pyvis.network import Network

from lib.database import engine
from lib.embedded import server as embedded
from lib.migrate import migrate
from lib.schema.model import Schema
from lib.schema.names import quoted, written
from lib.schema.relations.graph import foreign_keys
from lib.schema.search import search
from tests.bench.measurement import Measurement
from tests.bench.pages import AS_READERS_HAVE_IT, PATIENCE_SECONDS, empty_page, empty_server, served, wait
from tests.support.browser_setup import ADVICE, browser
from tests.support.browsers import serving
from tests.support.schemas.small_schemas import business

TIMES = 5


def measure() -> Iterable[Measurement]:
    """First draw against an empty page and pyvis' own HTML, click to detail, frames while dragging, one search."""
    path = browser()
    if path is None:
        print(ADVICE, file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, server(Path(folder)) as running:
        started = playwright.chromium.launch(executable_path=path, headless=True, args=AS_READERS_HAVE_IT)
        yield from _measured(started, Path(folder), running)
        started.close()
    wide = business(1000, 2500)
    search.find(wide, "first one makes the index")
    begun = time.perf_counter()
    search.find(wide, "tabel note")
    yield Measurement("search at 1,000 tables", (time.perf_counter() - begun) * 1000, "ms", 100)


def _measured(started: Browser, folder: Path, running: embedded.Server) -> Iterator[Measurement]:
    for tables, relations, limit in ((1000, 2500, 700), (300, 700, None), (120, 300, 500)):
        schema = business(tables, relations)
        kept, explored = _database(running, "context"), _database(running, schema)
        with serving(folder, kept, SCHEMA_DATABASE_URL=explored) as start:
            page = started.new_page(viewport={"width": 1400, "height": 900})
            _first_draw(page, start)  # the first visit of a new server reads the schema
            if tables == 1000:
                with empty_server(folder) as nothing:
                    pairs = [(empty_page(page, nothing), _first_draw(page, start)) for _ in range(TIMES)]
                empty, drawn = (median(taken) for taken in zip(*pairs[1:], strict=True))
                yield Measurement("an empty page", empty, "s")
                yield Measurement("first draw, 1,000 tables, 2,500 relations", drawn, "s", empty * 3)
                theirs = _pyvis(started, schema, folder)
                yield Measurement("pyvis' own HTML, same graph", theirs, "s")
                yield Measurement("times sooner than pyvis", theirs / drawn, "×", 30, at_least=True)
            else:
                _first_draw(page, start)
            if limit:
                clicks = median(_click(page, schema, number) for number in range(TIMES))
                yield Measurement(f"click to detail, {tables:,} tables", clicks, "ms", limit)
            if tables == 300:
                yield Measurement("dragging, 300 tables", _frames(page), "frames/s", 20, at_least=True)
            page.close()
        if tables == 1000:
            yield from _cold(started, folder, kept, explored=explored)


def _cold(started: Browser, folder: Path, kept: str, *, explored: str) -> Iterator[Measurement]:
    """The first visit of a server that has just started, the schema cached before, against that of an empty page's."""
    pairs = []
    for _ in range(3):
        with empty_server(folder) as nothing:
            empty = _visited(started, partial(empty_page, address=nothing))
        with serving(folder, kept, SCHEMA_DATABASE_URL=explored) as start:
            pairs.append((empty, _visited(started, partial(_first_draw, start=served(start)))))
    empty, drawn = (median(taken) for taken in zip(*pairs, strict=True))
    yield Measurement("an empty page of a server just started", empty, "s")
    yield Measurement("cold deep link to the map of 1,000 tables", drawn, "s", empty * 2)


def _visited(started: Browser, visit: Callable[[Page], float]) -> float:
    """What a visit took in a tab of its own."""
    page = started.new_page(viewport={"width": 1400, "height": 900})
    try:
        return visit(page)
    finally:
        page.close()


@contextmanager
def server(folder: Path) -> Iterator[embedded.Server]:
    """A Postgres server of its own."""
    home = folder / "home"
    home.mkdir()
    yield embedded.start(home)
    embedded.stop(home)


def _database(running: embedded.Server, content: Schema | str) -> str:
    """A new database with the dashboard's tables, or with those of a schema."""
    name = f"bench_{time.monotonic_ns()}"
    with psycopg.connect(running.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
    if isinstance(content, str):
        migrate(engine(running.url_of(name)))
    else:
        with psycopg.connect(running.url_of(name), autocommit=True) as connection:
            connection.execute("\n".join(_statements(content)).encode())
    return running.url_of(name)


def _statements(schema: Schema) -> Iterator[str]:
    for namespace in sorted({table.schema for table in schema.tables}):
        yield f"create schema {namespace};"
    for table in schema.tables:
        columns = ", ".join(f"{quoted(column.name)} {column.type}" for column in table.columns)
        yield f"create table {written(table.key)} ({columns}, primary key (id));"
    for relation in foreign_keys(schema):
        column, other = quoted(relation.columns[0]), written(relation.other)
        yield f"alter table {written(relation.table)} add foreign key ({column}) references {other};"


def _first_draw(page: Page, start: str) -> float:
    begun = time.perf_counter()
    page.goto(f"{start}/schema_explorer?scope=all")
    wait(page, "globalThis.orbMaps === 1")
    return time.perf_counter() - begun


def _pyvis(started: Browser, schema: Schema, folder: Path) -> float:
    """Seconds until pyvis' page with its default physics shows the graph; one that takes a minute counts a minute."""
    network = Network(directed=True, cdn_resources="in_line")
    for table in schema.tables:
        network.add_node(written(table.key), shape="box")
    for relation in foreign_keys(schema):
        network.add_edge(written(relation.table), written(relation.other))
    (folder / "pyvis.html").write_text(network.generate_html(), "utf-8")
    page = started.new_page()
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    begun = time.perf_counter()
    try:
        page.goto((folder / "pyvis.html").as_uri(), wait_until="commit")
        ready = "() => typeof network !== 'undefined' && network !== null && network.physics.stabilized"
        page.wait_for_function(ready, timeout=PATIENCE_SECONDS * 1000)
    except Error:
        return float(PATIENCE_SECONDS)
    return time.perf_counter() - begun


def _click(page: Page, schema: Schema, number: int) -> float:
    """Milliseconds from the press on a table's card to its name above the detail."""
    name = written(schema.tables[7 + 11 * number].key)
    at = page.locator(".map").evaluate(
        "(box, name) => { const { x, y } = box.orbMap.nodes.get(name); return box.orbMap.net.canvasToDOM({ x, y }); }",
        name,
    )
    box = page.locator(".map .canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    page.wait_for_timeout(400)  # what is lit under the pointer is drawn
    begun = time.perf_counter()
    page.mouse.down()
    page.mouse.up()
    page.locator(".title").get_by_text(name, exact=True).wait_for()
    return (time.perf_counter() - begun) * 1000


def _frames(page: Page) -> float:
    """Frames a second that the map draws while it is dragged to and fro."""
    box = page.locator(".map .canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + 30, box["y"] + box["height"] / 2
    page.locator(".map").evaluate(
        "(box) => { box.frames = 0; box.orbMap.net.on('afterDrawing', () => { box.frames += 1; }); }"
    )
    page.mouse.move(x, y)
    page.mouse.down()
    begun = time.perf_counter()
    for step in range(120):
        page.mouse.move(x + 3 * (step % 40), y + step % 30)
    page.mouse.up()
    taken = time.perf_counter() - begun
    drawn: float = page.locator(".map").evaluate("(box) => box.frames")
    return drawn / taken
