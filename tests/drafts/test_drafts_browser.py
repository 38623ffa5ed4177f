"""The page of drafts in a browser: proposed, checked while one looks elsewhere, reviewed by a person."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import BrowserPage
from tests.support.explorer_pages import SHOP, drawn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(explorer: Callable[[str], str]) -> str:
    """The address of the page on a small shop."""
    return explorer(SHOP).replace("schema_explorer", "schema_drafts")


def filled(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.blur()


def test_a_draft_is_kept_checked_mended_and_approved(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(address)
    filled(page, "What changes", "Deals have a price")
    filled(page, "SQL", "create table crm.people (id int); alter table crm.deal add price numeric")
    expect(page.get_by_text("crm.people may be there already")).to_be_visible()
    filled(page, "Your name", "Tom")
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_text("1. Deals have a price")).to_be_visible()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("checking", exact=True)).to_be_visible()
    page.goto(address.replace("schema_drafts", "schema_explorer"))  # it goes on elsewhere
    expect(page.get_by_role("link", name="Whole database")).to_be_visible()
    page.goto(f"{address}?draft=1")
    expect(page.get_by_text("2 changes, 0 breaking; can be undone.")).to_be_visible()
    filled(page, "SQL", "alter table crm.deal drop column created_at")
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("The values of crm.deal.created_at.").first).to_be_visible()
    approve = page.get_by_role("button", name="Approve")
    filled(page, "Your name", "Ann")
    expect(approve).to_be_disabled()
    for effect in ("Breaking change", "Irreversible"):
        page.get_by_text(f"I accept {effect}").click()
    expect(approve).to_be_enabled()
    approve.click()
    expect(page.get_by_text("Approved by Ann", exact=False)).to_be_visible()
    expect(page.get_by_text("orb draft backup 1", exact=False)).to_be_visible()
    page.get_by_text("Versions", exact=True).click()
    expect(page.get_by_text("− create table crm.people", exact=False)).to_be_visible()
    page.get_by_text("Map", exact=True).click()
    nodes = "(box) => [...box.orbMap.nodes.values()].map((node) => [node.id, node.mark || '', node.row_marks || []])"
    drawn(page)
    found = {name: (mark, rows) for name, mark, rows in page.locator(".map").evaluate(nodes)}
    assert found["crm.deal"] == ("changed", ["", "", "", "gone"])
    assert browser_page.messages == []


def test_a_table_leads_to_a_draft_about_it(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(address.replace("schema_drafts", "schema_explorer") + "?schema=finance&table=note&view=table")
    page.get_by_text("Draft a change").click()
    expect(page.get_by_text("Schema drafts")).to_be_visible()
    filled(page, "Name", "amount")
    page.get_by_label("Type", exact=True).fill("numeric(12,2)")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add to the SQL").click()
    expect(page.get_by_label("SQL", exact=True)).to_have_value(
        "alter table finance.note add column amount numeric(12,2);\n"
    )
