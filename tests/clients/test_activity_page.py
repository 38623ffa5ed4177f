"""The activity page and the line on a client, run as Streamlit runs them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import streamlit as st
from sqlalchemy import Engine, text
from streamlit.testing.v1 import AppTest

from lib.context.alignment.figures import Counted, Figure
from lib.context.queue.due import Due
from lib.context.queue.worker import Worker
from lib.context.share import Share
from lib.database import transaction
from lib.errors import NoDatabase
from lib.settings import ROOT
from lib.ui.activity import figures
from lib.ui.clients import cards
from tests.support.client_pages import html, said
from tests.support.queue_site import NOW, Site, build
from tests.support.scripted_reader import ScriptedReader


@pytest.fixture
def site(database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site whose database the pages open."""
    build(database)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("ORB_DAILY_RUNS", "500")
    st.cache_resource.clear()
    with transaction(database) as connection:
        yield Site(database, connection.execute(text("select now()")).scalar_one())
    st.cache_resource.clear()


def opened(name: str, **address: object) -> AppTest:
    page = AppTest.from_file(str(ROOT / "lib/ui/app/router.py"), default_timeout=60)
    page.run()
    page.switch_page(f"../../../pages/{name}.py")
    for key, value in address.items():
        page.query_params[key] = str(value)
    page.run()
    assert not page.exception
    return page


def test_an_error_below_the_explorers_header_is_one_sentence(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise NoDatabase

    monkeypatch.setattr("lib.ui.explorer.page.map_view", away)
    page = opened("schema_explorer")
    assert [NoDatabase.title in sentence for sentence in said(page)] == [True]
    assert page.button(key="try_again")


def test_the_activity_page_shows_the_state_the_queue_failures_and_runs(site: Site) -> None:
    read, waits, fails = site.contact("Ann Lee"), site.contact("Bea *Ito*"), site.contact("Cyd [x](http://evil)")
    site.interaction(read, 100)
    Worker(site.database, ScriptedReader()).once()
    site.interaction(waits, 1)
    site.run("insert into crm_context_lease (contact_id, attempts, error, next_at) values (:c, 5, :error, :at)",
             c=fails, error="It was refused.", at=site.ago(-60))  # fmt: skip
    page = opened("activity")
    assert {item.label: item.value for item in page.metric} == {
        "State": "Up to date",
        "Due now": "0",
        "Running": "0",
        "Failing": "1",
        "Runs today": "1 of 500",
        "Tokens today": "120",
        "Cost today": "$0.0010",
    }
    queue, _proposals, use, runs = (item.value for item in page.dataframe)
    assert queue[["Client", "Why", "State"]].values.tolist() == [["Bea *Ito*", "news in a key thread", "waiting"]]
    assert use[["Client", "Runs", "Tokens", "Cost"]].values.tolist() == [["Ann Lee", 1, 120, "$0.0010"]]
    assert runs[["Client", "By", "Ended", "Error"]].values.tolist() == [["Ann Lee", "worker", "saved", ""]]
    assert f'/client_context?contact={fails}">Cyd [x](http://evil)</a> · <strong>needs attention</strong>' in html(page)


def test_each_figure_on_how_well_it_reads_leads_to_what_is_behind_it(site: Site) -> None:
    st.cache_data.clear()
    ann = site.contact("Ann <b>Lee</b>")
    site.interaction(ann, 100, body="The weather was lovely and we have been at the sea.")
    Worker(site.database, ScriptedReader()).once()
    shown = html(opened("activity"))
    assert "scripted-1, prompt 1" in shown
    assert 'English, email</p><p class="orb-value">0 of 1</p></div>' in shown
    with transaction(site.database) as connection:
        fact = connection.execute(text("select fact_id from crm_client_fact")).scalar_one()
    said_so = "The weather was lovely and we have been at the sea."
    link = f'<a href="/client_context?contact={ann}&amp;fact={fact}">Ann &lt;b&gt;Lee&lt;/b&gt;</a> {said_so}'
    behind = f"<details><summary>Which one</summary><ul><li>{link}</li></ul></details>"
    assert f'Facts, up to 30 days</p><p class="orb-value">1 of 1</p>{behind}</div>' in shown


def test_a_fact_a_message_and_a_proposal_are_each_opened_where_they_stand() -> None:
    ann = UUID(int=7)
    behind = (Counted(ann, "<i>One</i>", fact_id=3), Counted(ann, "Two", interaction_id="m&2"), Counted(ann, "Three"))
    drawn = figures.card("All", "", [("What", Figure(Share(3, 3), behind))], names={ann: "Ann"})
    there = f"/client_context?contact={ann}"
    assert re.findall(r'<li><a href="([^"]*)">Ann</a> (.*?)</li>', drawn) == [
        (f"{there}&amp;fact=3", "&lt;i&gt;One&lt;/i&gt;"),
        (f"{there}&amp;at=m%262", "Two"),
        (f"{there}&amp;view=history", "Three"),
    ]
    assert "<summary>Which 3</summary>" in drawn


def test_a_figure_of_few_says_no_percentage_and_one_of_many_how_sure_it_is() -> None:
    shown = [figures.value(Figure(Share(right, of))) for right, of in ((0, 0), (2, 9), (2, 10))]
    assert shown == ["nothing to count", "2 of 9", "2 of 10 <small>20%, between 6% and 51%</small>"]


def test_try_again_asks_for_the_contact(site: Site) -> None:
    fails = site.contact("Cyd")
    site.run("insert into crm_context_lease (contact_id, attempts, error, next_at) values (:c, 5, 'No.', :at)",
             c=fails, at=site.ago(-60))  # fmt: skip
    page = opened("activity")
    page.button(key=f"again_{fails}").click().run()
    with transaction(site.database) as connection:
        row = connection.execute(text("select requested_by, attempts, next_at = '-infinity' from crm_context_lease"))
        assert tuple(row.one()) == ("test@example.com", 0, True)


def test_the_client_page_tells_why_and_since_when_it_is_due(site: Site) -> None:
    contact_id = site.contact("Ann Lee")
    site.interaction(contact_id, 100)
    page = opened("client_context", contact=contact_id)
    assert "Due: news in a key thread, <time" in html(page)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (
            {"due_at": NOW + timedelta(hours=1)},
            "Will be read by itself an hour from now: new messages, a day ago",
        ),
        ({}, "Due: new messages, a day ago"),
        ({"is_held": True}, "Running: new messages, a day ago"),
        (
            {"attempts": 1, "error": "It was refused.", "next_at": NOW + timedelta(minutes=1)},
            "Resting after 1 failure, tried again a minute from now",
        ),
        (
            {"attempts": 5, "error": "It was <b>refused</b>.", "next_at": NOW + timedelta(days=1)},
            "Needs attention after 5 failures, tried again a day from now: It was &lt;b&gt;refused&lt;/b&gt;.",
        ),
    ],
    ids=["waiting", "due", "running", "resting", "needs attention"],
)
def test_what_waits_is_said_in_words(item: dict[str, object], words: str) -> None:
    values: dict[str, object] = {
        "contact_id": UUID(int=1), "reason": "thread", "since": NOW - timedelta(days=1), "due_at": NOW, "attempts": 0,
        "error": None, "next_at": None, "is_held": False, **item,
    }  # fmt: skip
    sentence = cards.due_sentence(Due(**values), now=NOW)  # type: ignore[arg-type]
    assert re.sub("</?time[^>]*>", "", sentence) == words
    assert sentence.count(" UTC") == sentence.count("<time") * 2  # each time with its date and zone, twice
