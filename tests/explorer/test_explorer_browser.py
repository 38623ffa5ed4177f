"""The schema explorer in a real browser: clicks, links, themes, the keyboard, and names that mean harm."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.browsers import BrowserPage
from tests.support.explorer_pages import SHOP, Open, click_card, click_relation, drawn, prepared

pytestmark = pytest.mark.browser

HARM = '''
create table crm."<img src=x onerror=harm()>" (
    "<script>harm()</script>" bigint primary key references crm.person, "اسم ""العميل""" text
);
comment on table crm."<img src=x onerror=harm()>" is
    '</script><svg onload=harm()> [x](javascript:harm()) ![x](http://example.org/x)';
'''


@pytest.fixture(scope="module")
def address(explorer: Callable[[str], str]) -> str:
    """The explorer's address on a dashboard that all tests of this file share."""
    return explorer(SHOP + HARM)


def test_a_shared_link_opens_a_table_with_its_neighbours_on_a_cold_server(
    opened: Open, browser_page: BrowserPage
) -> None:
    page = opened("?schema=crm&table=deal")
    expect(page.get_by_text("crm.deal").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("buyer_id").first).to_be_visible()
    assert drawn(page)["cards"] == ["crm.deal", "crm.person", "finance.invoice"]
    assert drawn(page)["selected"] == "crm.deal"
    assert browser_page.hosts - {""} == {"127.0.0.1"}  # modules of the page itself have no host
    assert browser_page.messages == []


def test_clicking_selects_without_rebuilding_or_moving_the_map_and_back_returns(opened: Open) -> None:
    page = opened("?schema=crm&table=deal")
    before = drawn(page)
    click_card(page, "finance.invoice")
    expect(page.locator(".title").get_by_text("finance.invoice")).to_be_visible()
    assert "table=invoice" in page.url
    assert {**drawn(page), "selected": ""} == {**before, "selected": ""}
    page.go_back()
    expect(page.locator(".title").get_by_text("crm.deal")).to_be_visible()


def test_parallel_and_self_relations_are_clicked_each_by_itself(opened: Open) -> None:
    page = opened("?schema=crm&table=person")
    before = drawn(page)
    assert len(before["relations"]) == 4
    for name, table in (
        ("deal_seller_id_fkey", "crm.deal"),
        ("deal_buyer_id_fkey", "crm.deal"),
        ("person_parent_id_fkey", "crm.person"),
    ):
        click_relation(page, name)
        expect(page.locator(".title").get_by_text(table, exact=True)).to_be_visible()
        page.wait_for_url(f"**relation={name}**")
        expect(page.locator("tr.at").get_by_text(name).first).to_be_attached()
    assert drawn(page)["builds"] == before["builds"]


def test_the_theme_and_a_visit_to_the_other_page_keep_map_and_camera(opened: Open) -> None:
    page = opened("?schema=crm&table=deal")
    drawn(page)
    page.locator(".map .canvas").focus()
    for key in ("+", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    before = drawn(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(800)
    assert drawn(page) == {**before, "isDark": True}
    page.get_by_role("link", name="Clients").first.click()
    expect(page).to_have_url(re.compile("/client_context"))
    expect(page.get_by_role("heading", name="Clients")).to_be_visible()
    page.go_back()
    after = drawn(page)
    assert (after["scale"], after["selected"]) == (before["scale"], "crm.deal")


def test_a_map_is_drawn_after_a_start_on_another_page_too(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(address.replace("schema_explorer", "client_context"))
    page.get_by_role("link", name="Schema").first.click()
    assert "crm.deal" in drawn(page)["cards"]
    assert browser_page.messages == []


def test_choosing_in_the_list_moves_the_map(opened: Open) -> None:
    page = opened("?schema=crm&table=deal")
    drawn(page)
    page.locator(".lines").get_by_text("note").click()
    expect(page.locator(".title").get_by_text("finance.note")).to_be_visible()
    expect(page.get_by_text("Around note")).to_be_visible()


def test_a_table_is_copied_as_sql_markdown_and_json_and_for_an_agent(opened: Open) -> None:
    page = opened("?schema=crm&table=deal&view=table")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copies = {
        "sql": "create table crm.deal (",
        "markdown": "## crm.deal",
        "json": '"tables": [',
        "agent": "crm.person",
    }
    for name, text in copies.items():
        button = page.locator(f'[data-copy="{name}"]')
        button.click()
        expect(button).to_have_text("Copied")
        assert text in page.evaluate("() => navigator.clipboard.readText()")


def test_a_slash_searches_everything_and_each_hit_opens_its_table_at_the_column(opened: Open) -> None:
    page = opened()
    drawn(page)
    expect(page.get_by_label("Search everything")).to_be_visible()  # a key before its box is there goes nowhere
    page.keyboard.press("/")
    page.keyboard.type("created_at")
    expect(page.locator(".lines .line")).to_have_count(3)
    page.locator(".lines .line").get_by_text("finance.note.created_at").click()
    page.wait_for_url("**table=note&column=created_at**")
    expect(page.locator("tr.at").get_by_text("created_at").first).to_be_visible()


def test_enter_waits_for_the_hits_of_what_was_typed(opened: Open) -> None:
    page = opened("?view=list")
    search = page.get_by_label("Search everything")
    search.fill("deal")
    expect(page.locator(".lines a").first).to_contain_text("deal")
    search.fill("invoice")
    search.press("Enter")
    expect(page).to_have_url(re.compile("table=invoice"))


def test_the_arrows_go_from_the_search_box_to_the_lines_and_back_and_escape_empties_it(opened: Open) -> None:
    page = opened("?view=list")
    search, lines = page.get_by_label("Search everything"), page.locator(".lines a")
    search.fill("invoice")
    expect(lines.first).to_contain_text("invoice")
    search.press("ArrowDown")
    expect(lines.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    expect(lines.first).to_have_text("CRM3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("view=table|table="))


def test_names_that_mean_harm_are_shown_letter_for_letter(opened: Open, browser_page: BrowserPage) -> None:
    page = opened("?scope=all")
    page.evaluate("() => { window.harm = () => { window.isHarmed = true; }; }")
    name = 'crm."<img src=x onerror=harm()>"'
    drawn(page)
    click_card(page, name)
    expect(page.locator(".title").get_by_text(name)).to_be_visible()
    expect(page.get_by_text("</script><svg onload=harm()>").first).to_be_visible()
    page.locator(".map .canvas").hover(position={"x": 200, "y": 200})
    for view in ("List", "Table", "Health"):
        page.locator(".tabs").get_by_text(view, exact=True).click()
        expect(page.get_by_text("<img src=x onerror=harm()>").first).to_be_visible()
    assert page.evaluate("() => window.isHarmed") is None
    assert browser_page.hosts - {""} == {"127.0.0.1"}  # modules of the page itself have no host


def test_an_unknown_table_in_the_address_is_named_with_the_nearest(opened: Open) -> None:
    page = opened("?schema=crm&table=deel")
    expect(page.get_by_text("There is no table crm.deel.")).to_be_visible()
    page.get_by_role("link", name="crm.deal", exact=True).first.click()
    expect(page.locator(".title").get_by_text("crm.deal")).to_be_visible()


def test_an_unknown_concern_in_the_address_is_no_choice(opened: Open) -> None:
    page = opened("?scope=concern&concern=Zoology")
    assert "crm.deal" in drawn(page)["cards"]
    expect(page.locator(".choice").get_by_text("Whole database")).to_be_visible()
    expect(page.get_by_text("Zoology")).to_have_count(0)


@pytest.mark.parametrize(
    ("script", "seen"),
    [("select 1", "No relations between the tables shown."), ("create table alone (id int)", "alone")],
)
def test_a_database_with_little_in_it_is_shown_well_on_a_cold_server(
    script: str,
    seen: str,
    dashboard: Callable[..., str],
    database_url: str,
    empty_database: str,
    browser_page: BrowserPage,
) -> None:
    start = dashboard(database_url, SCHEMA_DATABASE_URL=prepared(empty_database, script))
    browser_page.page.goto(f"{start}/schema_explorer?view=map&hops=99&from=x")
    expect(browser_page.page.get_by_text(seen).first).to_be_visible()
    drawn(browser_page.page)
    assert browser_page.messages == []


def test_a_map_in_a_column_without_width_is_fitted_as_soon_as_it_has_some(
    opened: Open, browser_page: BrowserPage
) -> None:
    page = opened("?schema=crm&table=deal")
    before = drawn(page)
    page.locator(".map").evaluate("(box) => { box.style.width = '0'; }")
    page.locator(".lines").get_by_text("invoice").click()
    expect(page.get_by_text("Around invoice")).to_be_visible()
    page.locator(f".map:not([data-version='{before['version']}'])").wait_for(state="attached")
    page.locator(".map").evaluate("(box) => { box.style.width = ''; }")
    page.wait_for_timeout(500)
    after = drawn(page)
    assert after["selected"] == "finance.invoice"
    assert 0.3 < after["scale"] <= 1
    assert browser_page.messages == []


def test_the_legend_filters_and_escape_clears_the_selection(opened: Open) -> None:
    page = opened("?scope=all&schema=crm&table=deal")
    drawn(page)
    page.locator(".legend").get_by_text("Finance").click()
    hidden = page.locator(".map").evaluate("(box) => box.orbMap.set.get('finance.invoice').hidden")
    assert hidden is True
    page.locator(".map .canvas").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".title")).to_have_count(0)
    assert drawn(page)["selected"] is None
