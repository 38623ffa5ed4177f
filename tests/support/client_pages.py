"""Fixtures and eyes for tests of the client page: a database with the story, the page opened in it, what it shows."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from lib.database import engine
from lib.settings import ROOT
from tests.support import client_story

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def told(create_database: Callable[..., str], migrated_template: str) -> str:
    """The name of a database in which the story has been told, to copy from."""
    url = create_database(migrated_template)
    database = engine(url)
    client_story.tell(database, now=datetime.now(UTC))
    database.dispose()
    return url.rsplit("/", 1)[1]


@pytest.fixture
def story_url(create_database: Callable[..., str], told: str) -> str:
    """The address of a fresh database with the story."""
    return create_database(told)


@pytest.fixture
def story(story_url: str) -> Iterator[Engine]:
    """An engine on a fresh database with the story."""
    made = engine(story_url)
    yield made
    made.dispose()


@pytest.fixture
def open_client(story_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """A function that opens the page at an address and gives what it shows."""
    monkeypatch.setenv("DATABASE_URL", story_url)
    st.cache_resource.clear()
    st.cache_data.clear()

    def open_page(**address: object) -> AppTest:
        page = AppTest.from_file(str(ROOT / "lib/ui/app/router.py"), default_timeout=60)
        page.run()
        page.switch_page("../../../pages/client_context.py")
        for name, value in address.items():
            page.query_params[name.strip("_")] = str(value)
        return page.run()

    yield open_page
    st.cache_resource.clear()
    st.cache_data.clear()


def html(page: AppTest) -> str:
    """All HTML of the page, that with links too."""
    linked = [document["html"] for document in _sent(page) if "html" in document]
    return "\n".join([*(item.proto.body for item in page.get("html")), *linked])


def lines(page: AppTest, label: str) -> list[dict[str, Any]]:
    """The lines of one list of the page."""
    for document in _sent(page):
        if document.get("label") == label:
            found: list[dict[str, Any]] = document["rows"]
            return found
    raise AssertionError(f"There is no list {label}.")


def _sent(page: AppTest) -> Iterator[dict[str, Any]]:
    """What was sent to each of our components."""
    for item in page.get("bidi_component"):
        sent = json.loads(item.proto.json or "[]") if item.proto.WhichOneof("data") == "json" else []
        if isinstance(sent, list) and sent:
            yield sent[0]


def said(page: AppTest) -> list[str]:
    """Every sentence in a box of the page, without the escaping."""
    return [box.value.replace("\\", "") for box in (*page.error, *page.warning, *page.info)]
