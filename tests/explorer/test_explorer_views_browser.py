"""The explorer's other views in a real browser: detail, path, health, what changed."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import Page, expect

from lib.database import engine
from lib.schema import lint
from lib.schema.cache import cache
from lib.ui.explorer.address import Address
from lib.ui.explorer.lint import health_view
from tests.support.browsers import BrowserPage, serving
from tests.support.explorer_pages import SHOP, Open, drawn, prepared
from tests.support.processes import forked
from tests.support.schemas.small_schemas import schema, table

pytestmark = pytest.mark.browser

LONG = "noteswithoutanyplacetobreak" * 2 + "forever"
SMALL = schema(table("person"), table("deal", "person"))
LEDGER = f"""
create table finance.{LONG} (id bigint);
create table finance.entry (id bigint, at date not null) partition by range (at);
create table finance.entry_2025 partition of finance.entry for values from ('2025-01-01') to ('2026-01-01');
create table finance.entry_2026 partition of finance.entry for values from ('2026-01-01') to ('2027-01-01');
create function finance.checked() returns trigger language plpgsql as 'begin return new; end';
create trigger invoice_check before insert on finance.invoice for each row execute function finance.checked();
alter table finance.invoice enable row level security;
create view crm.busy as select buyer_id from crm.deal;
create policy everybody_reads on finance.invoice for select using (deal_id is not null);
"""


@pytest.fixture(scope="module")
def shop(create_database: Callable[..., str]) -> str:
    """The address of the explored database."""
    return prepared(create_database(), SHOP + LEDGER)


@pytest.fixture(scope="module")
def address(
    shop: str,
    create_database: Callable[..., str],
    migrated_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The explorer's address on a dashboard that all tests of this file share; three snapshots are kept."""
    contexts = create_database(migrated_template)
    kept, explored = engine(contexts), engine(shop)
    for news in ("select 1", "alter table crm.deal add column price numeric", "create table finance.tax (id bigint)"):
        prepared(shop, news)
        cache.refresh(kept, explored)
    for used in (kept, explored):
        used.dispose()
    with serving(tmp_path_factory.mktemp("views"), contexts, python=forked.python(), SCHEMA_DATABASE_URL=shop) as start:
        yield f"{start}/schema_explorer"


def choose(page: Page, label: str, option: str) -> None:
    """Choose from one of Streamlit's boxes."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


def test_two_tables_give_a_join_that_runs_and_a_link_to_it(opened: Open, shop: str, browser_page: BrowserPage) -> None:
    page = opened("?view=path&schema=finance&table=invoice")
    choose(page, "To", "crm.person")
    page.wait_for_url("**end_schema=crm&end=person**")
    best = page.locator(".card").first
    expect(best).to_contain_text("Best path")
    expect(page.locator(".card")).to_have_count(2)  # over the buyer, and over the seller
    sql = best.locator("pre").inner_text()
    with psycopg.connect(shop) as connection:
        connection.execute(f"explain {sql}".encode())
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(".card").first.locator("pre")).to_have_text(sql)
    assert browser_page.messages == []


def test_the_list_is_limited_by_schema_and_kind_and_reload_and_back_restore_it(opened: Open) -> None:
    page = opened("?view=list")
    rail, lines = page.locator(".lines .line:not(.heading)"), page.locator("tbody tr td:first-child")
    expect(rail).to_have_text(["busyview", "deal", "person", "entry", "invoice", "note", LONG, "tax"])
    page.get_by_text("Schema: all").click()
    page.get_by_role("link", name="crm", exact=True).click()
    expect(lines).to_have_text(["crm.busy", "crm.deal", "crm.person"])
    page.get_by_text("Kind: all").click()
    page.get_by_role("link", name="views", exact=True).click()
    expect(lines).to_have_text(["crm.busy"])
    page.wait_for_url("**only=crm&kind=view**")
    page.reload()
    expect(lines).to_have_text(["crm.busy"])
    expect(page.get_by_text("Kind: views")).to_be_visible()
    page.go_back()
    expect(lines).to_have_text(["crm.busy", "crm.deal", "crm.person"])


def test_findings_are_filtered_by_concern_and_those_ignored_are_counted(opened: Open) -> None:
    page = opened("?view=health")
    rows = page.locator("tbody tr", has_text="finance.note")
    expect(rows.first).to_be_attached()
    expect(page.get_by_text(re.compile(r"\d+ ignored by sql/lint_ignore.txt"))).to_be_visible()
    page.locator(".choice").get_by_role("link", name="CRM").click()
    expect(rows).to_have_count(0)
    expect(page.locator("tbody tr", has_text="crm.deal").first).to_be_attached()
    page.wait_for_url("**concern=CRM**")


def test_findings_are_read_in_sentences_however_long_the_names_are(opened: Open) -> None:
    page = opened("?view=health")
    page.locator("summary", has_text="no primary key").wait_for()
    row = page.locator("tbody tr", has_text=f"no_primary_key:finance.{LONG}")
    row.scroll_into_view_if_needed()
    widths: list[float] = row.locator("td").evaluate_all("(cells) => cells.map((cell) => cell.clientWidth)")
    assert min(widths) > 120
    assert widths[1] > 200
    frame = page.locator(".tall", has=row)
    assert frame.evaluate("(box) => box.scrollWidth - box.clientWidth") == 0


def test_the_count_of_ignored_findings_is_what_the_file_hides() -> None:
    here = Address(view="health")
    everything = lint.findings(SMALL)
    left = lint.findings(SMALL, lint.ignored_in("missing_comment:*  # on purpose"))
    said = health_view(left, len(everything) - len(left), here=here)
    assert len(everything) > len(left) > 0
    assert "2 ignored by sql/lint_ignore.txt" in said
    assert "missing comment" not in said


def test_a_detail_shows_partitions_under_their_parent_triggers_and_policies(opened: Open) -> None:
    page = opened("?view=table&schema=finance&table=entry")
    expect(page.locator(".lines").get_by_text("entry")).to_have_count(1)  # the two partitions are no lines
    page.get_by_text("Partitions 2").click()
    page.get_by_role("link", name="finance.entry_2025").click()
    expect(page.get_by_text("Partition of finance.entry")).to_be_visible()
    page.locator(".lines").get_by_text("invoice").click()
    expect(page.locator("tr").filter(has_text="invoice_check").filter(has_text="BEFORE INSERT")).to_be_visible()
    expect(page.locator("tr").filter(has_text="everybody_reads").filter(has_text="deal_id")).to_be_visible()


def test_the_address_of_a_partition_shows_its_table_on_the_map_and_as_the_start_of_a_path(opened: Open) -> None:
    page = opened("?schema=finance&table=entry_2025")
    assert drawn(page)["cards"] == ["finance.entry"]
    expect(page.get_by_text("Partition of finance.entry")).to_be_visible()
    page.get_by_role("link", name="Path", exact=True).click()
    expect(page.get_by_role("combobox", name="From")).to_have_value("finance.entry")
    page.wait_for_url("**table=entry_2025*view=path*")


def test_any_two_kept_snapshots_are_compared(opened: Open) -> None:
    page = opened("?view=changes")
    lines = page.locator("tbody tr")
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("finance.tax")
    page.get_by_role("combobox", name="From").click()
    page.get_by_role("option").last.click()
    expect(lines).to_have_count(2)
    expect(lines.filter(has_text="price")).to_contain_text("harmless")
    page.wait_for_url("**from=**")
    page.reload()
    expect(lines).to_have_count(2)
