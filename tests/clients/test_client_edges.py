"""The client page at its edges: this very minute, and addresses that are half right."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.support.client_pages import Open, html, lines, said
from tests.support.site import ANNA


def test_a_version_of_this_minute_is_not_in_the_future(open_client: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = datetime.now(UTC)
    monkeypatch.setattr("lib.ui.components.formatting.minute", lambda _now: reads - timedelta(days=9))
    page = open_client(contact=ANNA, view="changes")
    assert page.selectbox(key="compare_new").options[0].startswith("Version 6 · now · ")
    page = open_client(contact=ANNA, view="history")
    assert lines(page, "Timeline")[0]["meta"] == "now"


def test_a_version_that_is_no_number_leads_to_the_newest_change(open_client: Open) -> None:
    page = open_client(contact=ANNA, from_="x", to=4)
    assert said(page) == ["A version in this address is not a number. The newest change is shown instead."]
    assert [page.selectbox(key=key).value for key in ("compare_old", "compare_new")] == [5, 6]
    page = open_client(contact=ANNA, to="x", view="history")
    assert not said(page)
    assert len(lines(page, "Timeline")) == 6


def test_an_unknown_contact_leads_to_the_search_box(open_client: Open) -> None:
    (box,) = said(open_client(contact=UUID(int=0)))
    assert "There is no contact 00000000" in box
    assert "search box" in box


def test_the_line_on_what_waits_stands_even_where_nothing_does(open_client: Open) -> None:
    for contact_id, line in ((ANNA, "1 new interaction waits"), (UUID(int=0xB0000000_0000_4000_8000_000000000002), "")):
        page = open_client(contact=contact_id)
        assert html(page).count('class="orb-sub"') == 3
        assert (line or "Nothing is on file to read") in html(page)
