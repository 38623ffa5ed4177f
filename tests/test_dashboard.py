"""The dashboard as a browser meets it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browsers import BrowserPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("path", "heading"), [("client_context", "Clients"), ("schema_explorer", "Schema")])
def test_each_page_opens_cold_at_its_own_address(
    path: str, heading: str, dashboard: Callable[..., str], database_url: str, browser_page: BrowserPage
) -> None:
    address = dashboard(database_url) + f"/{path}"
    browser_page.page.goto(address)
    expect(browser_page.page.get_by_role("link", name=heading).first).to_be_visible()
    assert browser_page.page.url == address
    assert browser_page.hosts == {"127.0.0.1"}
    assert browser_page.unexpected_messages() == []
