"""What a first visit of the explorer draws is made while the browser still loads, by the same rules as on the page."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from lib.database import engine
from lib.schema.cache import cache
from lib.settings import ROOT
from lib.ui.explorer import data, page
from lib.ui.explorer.map import relation_graph
from lib.ui.explorer.map.graph import Graph
from tests.support.explorer_pages import SHOP, prepared


@pytest.fixture
def maps(
    empty_database: str, database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """The names of the maps that are made of the shop, in the order in which they are."""
    made: list[str] = []
    table_graph = relation_graph.table_graph

    def counted(*given: object, file: str, **named: object) -> Graph:
        made.append(file)
        return table_graph(*given, file=file, **named)  # type: ignore[arg-type]

    explored = engine(prepared(empty_database, SHOP))
    cache.refresh(database, explored)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SCHEMA_DATABASE_URL", empty_database)
    monkeypatch.setattr(relation_graph, "table_graph", counted)
    st.cache_resource.clear()
    st.cache_data.clear()
    yield made
    st.cache_resource.clear()
    st.cache_data.clear()
    explored.dispose()


def visited(**address: str) -> None:
    opened = AppTest.from_file(str(ROOT / "lib/ui/app/router.py"), default_timeout=60)
    opened.run()
    opened.switch_page("../../../pages/schema_explorer.py")
    for name, value in address.items():
        opened.query_params[name] = value
    assert not opened.run().exception


@pytest.mark.parametrize(
    ("query", "address", "file"),
    [
        ("scope=all", {"scope": "all"}, "all.png"),
        ("schema=crm&table=deal", {"schema": "crm", "table": "deal"}, "deal.png"),
        ("table=none&schema=crm&scope=around", {"schema": "crm", "table": "none", "scope": "around"}, "all.png"),
    ],
)
def test_the_map_that_was_prepared_is_the_one_that_the_page_draws(
    maps: list[str], query: str, address: dict[str, str], file: str
) -> None:
    page.prepare(query)
    assert maps == [file] * 2  # for a narrow screen, and for others
    visited(**address)
    assert maps == [file] * 2


def test_other_views_and_a_database_that_was_never_read_are_left_to_the_page(
    maps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page.prepare("view=health")
    monkeypatch.setattr(data, "_head", lambda: None)
    page.prepare("scope=all")
    assert maps == []


def test_of_several_who_come_first_at_once_one_reads_the_schema(
    empty_database: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(empty_database, SHOP)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SCHEMA_DATABASE_URL", empty_database)
    st.cache_resource.clear()
    readings, refresh = [], cache.refresh

    def counted(*engines: Engine) -> cache.Refresh:
        readings.append(engines)
        time.sleep(0.2)
        return refresh(*engines)

    monkeypatch.setattr(data.cache, "refresh", counted)
    with ThreadPoolExecutor(3) as pool:
        loaded = list(pool.map(lambda _: data.load_schema(), range(3)))
    st.cache_resource.clear()
    assert (len(readings), len({item.snapshot for item in loaded})) == (1, 1)
