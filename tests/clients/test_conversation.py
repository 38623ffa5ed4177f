"""The conversation with a client: what is on file, page by page, and how it is shown."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from streamlit.testing.v1 import AppTest

from lib.context.refresh import refresh
from lib.context.store import conversation
from lib.context.store.conversation import ConversationPage, Wanted
from lib.context.store.sources import reading
from lib.context.text.mail.shown_body import shown_body
from lib.database import run_script, transaction
from lib.ui.clients import address
from lib.ui.clients.address import Address
from lib.ui.components.formatting import day as day_shown
from tests.support import site
from tests.support.client_pages import html, lines
from tests.support.client_story import BORIS, EVIL
from tests.support.laws import examples
from tests.support.site import ANNA, Scripted, day

Open = Callable[..., AppTest]
NOW = day(500)


@pytest.fixture
def filed(database: Engine) -> Engine:
    """A database with the site's tables, one contact and nothing on file."""
    site.install(database)
    return database


def read(database: Engine, *, size: int = 50, contact_id: Any = ANNA, **wanted: str) -> ConversationPage:
    with reading(database) as connection:
        known = conversation.threads(connection, contact_id, now=NOW)
        return conversation.page(connection, contact_id, Wanted(**wanted), known=known, now=NOW, size=size)


def ids(page: ConversationPage) -> list[str]:
    return [item.interaction.id for item in page.messages]


def test_everything_on_file_is_there_newest_first_whatever_it_is(filed: Engine) -> None:
    site.write(filed, "m1", "A mail.", at=day(1))
    site.write(filed, "m2", "A call.", at=day(3), kind="call", author="us")
    site.write(filed, "m3", "A note.", at=day(2), kind="note", author="us")
    site.write(filed, "m4", "A letter to all.", at=day(4), is_bulk=True)
    site.write(filed, "m5", "Filed after now.", at=day(501))
    page = read(filed)
    assert (ids(page), page.total, page.older, page.newer) == (["m4", "m2", "m3", "m1"], 4, None, None)
    assert read(filed, contact_id=BORIS) == ConversationPage()


def test_what_is_wanted_narrows_and_signs_of_patterns_are_letters(filed: Engine) -> None:
    site.write(filed, "m1", "We had 50% off.", at=day(1), thread_id="t1", subject="Prices")
    site.write(filed, "m2", "We had 500 guests_too.", at=day(2), thread_id="t2", subject="The feast")
    site.write(filed, "m3", "On the phone.", at=day(3), kind="call", author="us", author_name="Rita")
    assert ids(read(filed, thread="t1")) == ["m1"]
    assert ids(read(filed, channel="call")) == ["m3"]
    assert ids(read(filed, author="contact")) == ["m2", "m1"]
    assert ids(read(filed, words="50%")) == ["m1"]
    assert ids(read(filed, words="GUESTS_")) == ["m2"]
    assert ids(read(filed, words="the feast")) == ["m2"]
    assert ids(read(filed, words="rita")) == ["m3"]
    assert ids(read(filed, words="\\")) == ids(read(filed, words="a\x00b")) == []
    assert ids(read(filed, thread="of somebody else")) == []


def test_messages_without_a_thread_belong_together_by_their_subject(filed: Engine) -> None:
    site.write(filed, "m1", "When?", at=day(1), subject="The garden")
    site.write(filed, "m2", "Soon.", at=day(2), subject="Re: The  Garden", author="us")
    site.write(filed, "m3", "Who?", at=day(3), subject="The cellar")
    site.write(filed, "m4", "Again, the garden.", at=day(100), subject="AW: the garden")
    site.write(filed, "m5", "A short one.", at=day(101), kind="sms")
    with reading(filed) as connection:
        found = conversation.threads(connection, ANNA, now=NOW)
    assert [(thread.channel, thread.id, thread.topic, thread.messages) for thread in found] == [
        ("sms", "sms", "", 1),
        ("email", "the garden", "the garden", 3),
        ("email", "the cellar", "The cellar", 1),
    ]
    assert ids(read(filed, thread="the garden")) == ["m4", "m2", "m1"]
    assert ids(read(filed, thread=f"the garden {day(100):%Y-%m-%d}")) == ["m4"]
    assert ids(read(filed, thread="sms")) == ["m5"]
    assert ids(read(filed, thread="the garden 2026-99-99")) == ["m4", "m2", "m1"]


def test_the_name_of_an_open_thread_is_the_name_of_its_conversation(filed: Engine) -> None:
    site.write(filed, "m1", "What does it cost?", at=day(1), subject="Re: The roof")
    site.write(filed, "m2", "And when can you come?", at=day(90), subject="The roof")
    outcome = refresh(filed, ANNA, reader=Scripted(), now=day(91))
    assert outcome.context is not None
    names = [thread["thread_id"] for thread in outcome.context["open_threads"]]
    assert [ids(read(filed, thread=name)) for name in names] == [["m2"], ["m2", "m1"]]


@pytest.fixture(scope="module")
def many(create_database: Callable[..., str], migrated_template: str) -> Engine:
    from lib.database import engine

    database = engine(create_database(migrated_template))
    site.install(database)
    for number in range(17):
        site.write(database, f"m{number:02}", "Words.", at=day(number // 3), author=("us", "contact")[number % 2])
    return database


@examples(20)
@given(size=st.integers(1, 20), author=st.sampled_from(["", "us", "contact"]))
def test_pages_follow_each_other_without_loss_and_lead_back(many: Engine, size: int, author: str) -> None:
    whole = ids(read(many, author=author))
    anchor, seen = "", list[str]()
    while True:
        page = read(many, size=size, author=author, anchor=anchor)
        if anchor and page.newer:
            assert (
                ids(read(many, size=size, author=author, anchor=page.newer)) == whole[max(0, len(seen) - size) :][:size]
            )
        seen += ids(page)
        if page.older is None:
            break
        anchor = page.older
    assert seen == whole
    assert page.total == len(whole)


def test_what_no_reader_read_says_so_and_what_was_set_aside_says_why(filed: Engine) -> None:
    site.write(filed, "m1", "Read already.", at=day(1))
    refresh(filed, ANNA, reader=Scripted(), now=day(2))
    site.write(filed, "m2", "Nobody can read it.", at=day(3))
    site.write(filed, "m3", "New.", at=day(4))
    with transaction(filed) as connection:
        run_script(
            connection,
            "insert into crm_context_run (contact_id, trigger, actor, status, base_version, started_at, error)"
            f" values ('{ANNA}', 'worker', '', 'failed', 1, now(), 'It was refused.')",
        )
        connection.execute(
            text(
                "insert into crm_context_seen (contact_id, interaction_id, digest, run_id)"
                " select contact_id, id, encode(sha256(convert_to(concat(subject, chr(10), body), 'UTF8')), 'hex'),"
                " (select max(run_id) from crm_context_run) from crm_source_interaction where id = 'm2'"
            )
        )
    assert [(item.interaction.id, item.interaction.is_read, item.set_aside) for item in read(filed).messages] == [
        ("m3", False, None),
        ("m2", True, "It was refused."),
        ("m1", True, None),
    ]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("array['plan.pdf', 'roof.jpg']", ("plan.pdf", "roof.jpg")),
        ('\'[{"name": "plan.pdf"}, {"filename": "b.txt"}, {"size": 3}, 7, null]\'::jsonb', ("plan.pdf", "b.txt")),
        ("'one.pdf'::text", ("one.pdf",)),
        ("null::text[]", ()),
    ],
)
def test_attachments_are_named_where_the_mapping_gives_them(filed: Engine, given: str, names: tuple[str, ...]) -> None:
    site.write(filed, "m1", "See the plan.")
    with transaction(filed) as connection:
        definition = connection.execute(text("select pg_get_viewdef('crm_source_interaction'::regclass)")).scalar_one()
        run_script(
            connection,
            f"create or replace view crm_source_interaction as"
            f" select mapped.*, {given} as attachments from ({definition.rstrip(';')}) as mapped",
        )
    assert [item.attachments for item in read(filed).messages] == [names]


def test_the_page_shows_who_wrote_what_when_and_marks_what_facts_rest_on(open_client: Open) -> None:
    page = open_client(contact=ANNA, view="conversation")
    shown = html(page)
    assert not page.exception
    assert "8 messages, newest first" in shown
    assert "<b>Anna Berg</b> (the client) · email" in shown
    assert "<b>Tom</b> (our side) · email" in shown
    assert "<mark>My budget is 500k</mark>" in shown
    assert "Supports: Budget is 500k." in shown
    assert "Not read yet" in shown


def test_hostile_words_of_a_message_stay_words(open_client: Open) -> None:
    shown = html(open_client(contact=ANNA, view="conversation"))
    assert "<img" not in shown.replace('<img alt="" class="spark', "")
    assert EVIL.split(" **")[0].replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") in shown


def test_a_thread_in_the_address_opens_its_conversation_alone(open_client: Open) -> None:
    page = open_client(contact=ANNA, thread="Dinner")
    shown = html(page)
    assert "2 messages, newest first" in shown
    assert "she eats fish now" in shown
    assert "Free" not in shown


def test_a_fact_in_the_address_is_opened_once(open_client: Open) -> None:
    page = open_client(contact=ANNA, view="conversation", fact=1)
    assert "Says so" in html(page)
    assert "fact" not in page.query_params


def test_open_threads_and_those_who_wait_lead_to_their_conversation(open_client: Open) -> None:
    assert f'href="?contact={ANNA}&amp;thread=The+flat"' in html(open_client(contact=ANNA))


def test_the_lists_say_since_when_somebody_waits_and_about_what(story: Engine, open_client: Open) -> None:
    page = open_client()
    asked = story.connect().exec_driver_sql(
        f"select min(occurred_at) from crm_source_interaction where contact_id = '{ANNA}' and body like '%%offers?%%'"
    )
    since = asked.scalar_one()
    (anna,) = [line for line in lines(page, "All") if line["title"] == "Anna Berg"]
    assert anna["note"] == f"Berg Studio · Needs a reply since {since:%Y-%m-%d}: The flat"
    page.segmented_control(key="client_list").set_value("reply").run()
    (anna,) = lines(page, "Needs a reply")
    assert (anna["note"], anna["meta"]) == ("Berg Studio · The flat", f"since {day_shown(since, datetime.now(UTC))}")


def test_nothing_on_file_and_nothing_found_are_said(open_client: Open) -> None:
    assert "Nothing is on file for this client." in html(open_client(contact=BORIS, view="conversation"))
    found = html(open_client(contact=ANNA, words="no such letters"))
    assert "No message on file is like that." in found


def test_a_long_message_is_shown_in_part_and_says_so(story: Engine, open_client: Open) -> None:
    site.write(story, "m9", "word " * 1_000_000, at=day(0))
    shown = html(open_client(contact=ANNA, at="m9"))
    assert "The first 20,000 of 5,000,000 characters are shown." in shown
    assert len(shown) < 200_000


HIDDEN = {
    '<div style="color: red; display: none"><span>secret</span> words</div>': False,
    "<p style='font-size:0'>secret words</p>": False,
    "<div hidden>secret words</div>": False,
    '<div style="display:none"><div>some</div>secret words</div>': False,
    '<table><tr style="visibility:hidden"><td>secret words</td></tr></table>': False,
    '<div class="a hidden b">secret words</div>': True,
    "<!-- <div hidden> --><div>secret words</div>": True,
    '<style>.x { display: none }</style><div title="x hidden y" >secret words</div>': True,
    "<div>Is it display: none? The secret words</div>": True,
    "<div>se<b>cr</b><i>et</i> words</div>": True,
    '<div title="secret words">Another one</div>': False,
    "<p>secret\n   words</p>": True,
    '<p hidden>gone</p><div style="display:block">secret words</div>': True,
}
"""Bodies in HTML, and whether their reader sees the secret words."""


@pytest.mark.parametrize("body", HIDDEN)
def test_a_search_finds_what_the_page_shows_and_nothing_that_is_hidden_in_html(filed: Engine, body: str) -> None:
    site.write(filed, "m1", f"<html><body><p>Hello.</p>{body}<p>The end.</p></body></html>", at=day(1))
    assert ids(read(filed, words="hello")) == ids(read(filed, words="the end")) == ["m1"]
    assert [len(ids(read(filed, words="secret words"))), "secret words" in shown_body(f"<html>{body}</html>")] == [
        HIDDEN[body],
        HIDDEN[body],
    ]


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)


@given(
    wanted=st.builds(Wanted, *[words] * 5),
    fact=st.none() | st.integers(1, 10**9 - 1),
    place=st.integers(0, 10**9 - 1),
)
def test_an_address_of_a_conversation_is_read_as_it_was_written(wanted: Wanted, fact: int | None, place: int) -> None:
    here = Address(ANNA, "Conversation", wanted=wanted, fact=fact, place=place)
    assert address.read_query(here.query) == here
    assert address.read(here.parameters) == here


def test_a_search_reads_what_is_shown_and_not_how_it_is_written(filed: Engine) -> None:
    head = "<html><head><style>p { margin: 0 } .secret { }</style><title>Nothing</title></head><body>"
    body = "<div class='offer'>Our bud<b>get</b> for M&uuml;ller&nbsp;&amp;&nbsp;Sons<br>is high.<!-- draft --></div>"
    site.write(filed, "m1", f"{head}{body}<style>i { {} }</style> The end.</body></html>", at=day(1))
    site.write(filed, "m2", "Write to <anna@berg.example>, a < b.", at=day(2))
    for words in ("budget for müller & sons", "Sons is HIGH", "the end"):
        assert ids(read(filed, words=words)) == ["m1"], words
    for words in ("margin", "secret", "div", "offer", "draft", "nothing", "style"):
        assert ids(read(filed, words=words)) == [], words
    assert ids(read(filed, words="<anna@berg.example>")) == ["m2"]
