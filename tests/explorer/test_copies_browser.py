"""The copy buttons for agents, pressed in a real browser."""

from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from lib.context import agent
from lib.context.refresh import refresh
from lib.context.store import reads, sources
from tests.support import site
from tests.support.browsers import BrowserPage
from tests.support.schemas.made_schema import BUSINESS, ddl
from tests.support.site import ANNA, Scripted, add, answer, day


def copied(page: Page) -> str:
    """What the button for agents puts on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy for an agent")
    button.click(timeout=60_000)
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    text: str = page.evaluate("() => navigator.clipboard.readText()")
    return text


@pytest.mark.browser
def test_a_concern_and_a_client_are_copied_for_an_agent(
    database: Engine,
    database_url: str,
    empty_database: str,
    dashboard: Callable[..., str],
    browser_page: BrowserPage,
) -> None:
    with psycopg.connect(empty_database) as connection:
        connection.execute(ddl(BUSINESS))  # type: ignore[call-overload]
    site.install(database)
    site.write(database, "m1", "I am vegetarian.")
    refresh(database, ANNA, reader=Scripted(answer(add("Is vegetarian.", "I am vegetarian"))), now=day(1))
    with sources.reading(database) as connected:
        snapshot = reads.current(connected, ANNA)
    assert snapshot is not None
    start = dashboard(database_url, SCHEMA_DATABASE_URL=empty_database)
    page = browser_page.page
    page.goto(f"{start}/schema_explorer?view=list&concern=CRM")
    assert "crm.contact: id* integer, email? text, company_id? integer -> crm.company.id" in copied(page)
    page.goto(f"{start}/client_context?contact={ANNA}&view=json")
    assert copied(page) == agent.for_agent(snapshot)
    assert browser_page.messages == []
