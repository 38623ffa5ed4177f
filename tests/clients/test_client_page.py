"""The client page in each of its states, run as Streamlit runs it."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from lib.context.compare.diff import compare
from lib.context.store.erasure import erase
from lib.database import transaction
from lib.ui.clients import diff, navigation
from tests.support import site
from tests.support.client_pages import Open, html, lines, said
from tests.support.client_story import BORIS, CHLOE, EVIL
from tests.support.context_histories import context
from tests.support.site import ANNA


def test_without_a_contact_the_lists_are_shown(open_client: Open) -> None:
    page = open_client()
    assert [line["title"] for line in lines(page, "All")] == ["Anna Berg"]
    assert not page.exception


def test_a_search_finds_a_misspelt_name_and_shows_those_without_a_context(open_client: Open) -> None:
    page = open_client()
    page.text_input(key="client_search").set_value("capek").run()
    assert [(line["title"], line["meta"]) for line in lines(page, "Results")] == [("Boris Čapek", "not read yet")]
    assert page.segmented_control(key="client_list").disabled  # it looks among all clients, and nothing jumps


def test_lists_and_filters_narrow_the_clients(open_client: Open) -> None:
    page = open_client()
    page.segmented_control(key="client_list").set_value("reply").run()
    assert [(line["title"], line["note"]) for line in lines(page, "Needs a reply")] == [
        ("Anna Berg", "Berg Studio · The flat")
    ]
    page.selectbox(key="client_status").set_value("conflict").run()
    assert lines(page, "Needs a reply") == []


def test_the_due_list_holds_what_only_a_look_at_everything_finds(open_client: Open, story: Engine) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=40)
    site.write(story, "lost", "Could you call me back?", contact_id=BORIS, author_name="Boris", at=long_ago)
    page = open_client()
    page.segmented_control(key="client_list").set_value("due").run()
    listed = [(line["title"], line["note"]) for line in lines(page, "Due for refresh")]
    assert listed == [
        ("Anna Berg", "Berg Studio · news in a key thread"),
        ("Boris Čapek", "Čapek & Sons · news in a key thread"),
    ]


def test_a_client_is_shown_at_a_glance(open_client: Open) -> None:
    page = open_client(contact=ANNA)
    shown = html(page)
    for words in ("Anna Berg", "Berg Studio", "version 6", "1 new interaction waits", "Active", "Real estate buyer",
                  "Anna looks for a flat.", "550,000", "Send the comparables.", "Needs a reply", "Valence over 6",
                  "Not linked to another system."):  # fmt: skip
        assert words in shown
    assert not page.exception


def test_facts_stand_with_their_marks_and_ended_ones_behind_a_switch(open_client: Open) -> None:
    page = open_client(contact=ANNA)
    shown = {line["title"]: [chip["text"] for chip in line["chips"]] for line in lines(page, "Facts")}
    assert shown["Is a vegetarian."] == ["Disputed", "2 sources"]
    assert "Budget is 500k." not in shown
    page.toggle(key="facts_ended").set_value(True).run()
    ended = [line for line in lines(page, "Facts") if line["is_struck"]]
    assert [(line["title"], line["note"]) for line in ended] == [
        ("Budget is 500k.", "Contradicted: The bank agreed to more.")
    ]


def test_a_fact_says_who_said_it_with_the_quote_marked(open_client: Open) -> None:
    page = open_client(contact=ANNA)
    number = next(line["id"] for line in lines(page, "Facts") if line["title"] == "Is a vegetarian.")
    page.session_state["fact_open"] = number
    page.run()
    shown = html(page)
    assert "<mark>I am a vegetarian</mark>, by the way." in shown
    assert "Anna told the waiter that <mark>she eats fish now and is no vegetarian any more</mark>." in shown
    assert "Says otherwise" in shown


def test_the_newest_change_is_compared_when_the_address_names_no_versions(open_client: Open) -> None:
    page = open_client(contact=ANNA, view="changes")
    assert [box.value for box in (page.selectbox(key="compare_old"), page.selectbox(key="compare_new"))] == [5, 6]


def test_two_versions_in_the_address_are_compared_with_their_evidence(open_client: Open) -> None:
    page = open_client(contact=ANNA, from_=2, to=5)
    shown = html(page)
    assert "Budget is <del>500k</del><ins>650k</ins>." in shown
    assert "my budget is now 650k" in shown
    assert "Follows from rows and the clock" in shown


def test_reversed_versions_show_the_same_change_backwards(open_client: Open) -> None:
    page = open_client(contact=ANNA, from_=5, to=2)
    assert "Budget is <del>650k</del><ins>500k</ins>." in html(page)
    assert any("backwards" in item.value for item in page.caption)


def test_swapping_turns_the_address_round(open_client: Open) -> None:
    page = open_client(contact=ANNA, from_=2, to=5)
    page.button(key="compare_swap").click().run()
    assert (page.query_params["from"], page.query_params["to"]) == ("5", "2")


def test_a_box_of_a_part_that_was_left_does_not_turn_the_address_back(open_client: Open) -> None:
    page = open_client(contact=ANNA, from_=2, to=5)
    page.query_params["view"] = "now"
    page.selectbox(key="compare_old").set_value(3).run()
    assert (page.query_params["view"], page.query_params["from"]) == ("now", "2")


def test_what_a_box_showed_before_the_address_was_turned_is_no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr("lib.ui.clients.navigation.st.session_state", state)
    before = navigation.follow("part", "Now")
    state[before.key] = "Now"
    after = navigation.follow("part", "Changes")
    assert (before.key, after.key, before.is_left_over, after.is_left_over) == ("part", "part_1", True, False)
    state[before.key] = "History"
    assert (before.picked, before.is_left_over) == ("History", False)
    assert navigation.follow("part", "Changes") == after


def test_a_box_that_the_session_has_forgotten_is_a_new_one_where_the_browser_still_shows_the_old_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr("lib.ui.clients.navigation.st.session_state", state)
    assert navigation.follow("thread", "garden").key == "thread"
    assert navigation.follow("thread", "garden").key == "thread"
    assert navigation.follow("thread", None).key == "thread_1"
    assert navigation.follow("thread", None).key == "thread_1"
    state["thread_1"] = "roof"
    assert navigation.follow("thread", "roof").key == "thread_1"  # picked in the box itself


def test_side_by_side_what_is_gone_stands_beside_a_dash() -> None:
    old, new = context(key_facts=["Has a dog."]), context()
    drawn = diff.cards(compare(old, new), old, new, now=datetime.now(UTC), side_by_side=True)
    assert '<div class="orb-sides"><div><del>Has a dog.</del></div><div>—</div></div>' in drawn


def test_what_did_not_change_is_told_in_words() -> None:
    same = context(key_facts=["Has a dog."], roles=["real_estate_buyer"], relationship_status="active")
    drawn = diff.cards(compare(same, same), same, same, now=datetime.now(UTC), unchanged=True)
    kept = re.findall("<h4>([^<]+)</h4><span>unchanged</span></header><ul>(.*?)</ul>", drawn)
    assert [(name, re.sub("<[^>]+>", "", body)) for name, body in kept] == [
        ("Summary", "Buys a flat."),
        ("Facts", "Has a dog."),
        ("Roles", "Real estate buyer"),
        ("Status", "Active"),
        ("Emotion", "valence 0.2 · energy medium · stability stable"),
        ("System links", "none"),
    ]


def test_swapped_boxes_take_a_choice(open_client: Open) -> None:
    page = open_client(contact=ANNA, from_=2, to=5)
    page.button(key="compare_swap").click().run()
    page.selectbox(key="compare_old_1").set_value(3).run()
    assert (page.query_params["from"], page.query_params["to"]) == ("3", "2")


def test_a_fact_that_was_picked_on_the_way_to_another_part_does_not_open_later(open_client: Open) -> None:
    page = open_client(contact=ANNA)
    page.session_state["fact_open"] = lines(page, "Facts")[0]["id"]
    page.query_params["view"] = "history"
    page.run()
    page.query_params["view"] = "now"
    page.run()
    assert "Says so" not in html(page)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"contact": "anna"}, "This address does not name a contact."),
        ({"contact": "00000000-0000-0000-0000-000000000000"}, "There is no contact"),
        ({"contact": ANNA, "from_": "x"}, "A version in this address is not a number."),
        ({"contact": ANNA, "to": "99999999999999999999"}, "A version in this address is not a number."),
        ({"contact": ANNA, "to": "000000000001" + 5_000 * "0"}, "A version in this address is not a number."),
        ({"contact": ANNA, "from_": 3, "to": 77}, "There is no version 77"),
        ({"contact": ANNA, "from_": 3, "to": 3}, "Both sides are the same version."),
        ({"contact": BORIS}, "Nothing is known about this client yet."),
    ],
)
def test_an_address_that_leads_nowhere_gives_a_sentence(open_client: Open, address: Any, sentence: str) -> None:
    page = open_client(**address)
    assert any(sentence in box for box in said(page))
    assert not page.exception
    assert page.text_input(key="client_search")


def test_the_timeline_has_a_line_for_each_run_with_its_counts(open_client: Open) -> None:
    page = open_client(contact=ANNA, view="history")
    timeline = lines(page, "Timeline")
    assert [line["title"] for line in timeline] == [f"Version {number} · Manual refresh" for number in range(6, 0, -1)]
    assert [chip["text"] for chip in timeline[0]["chips"]] == ["+1", "1 set aside"]
    assert [chip["text"] for chip in timeline[2]["chips"]] == ["+1", "−1"]
    assert "1,020 tokens" in timeline[0]["note"]


def test_the_json_is_the_stored_object(open_client: Open, story: Engine) -> None:
    page = open_client(contact=ANNA, view="json")
    with transaction(story) as connection:
        stored = connection.execute(text("select context_json from crm_client_context")).scalar_one()
    assert json.loads(page.code[0].value) == stored


def test_an_erased_client_is_a_client_of_whom_nothing_is_known(open_client: Open, story: Engine) -> None:
    erase(story, ANNA, actor="Tom", reason="She asked for it.", now=datetime.now(UTC))
    page = open_client(contact=ANNA, from_=2, to=5)
    assert not page.exception
    assert "Budget is 650k." not in html(page)
    page = open_client(contact=ANNA)
    assert any("Nothing is known about this client yet." in sentence for sentence in said(page))


def test_the_page_of_an_erased_client_tells_nothing_that_the_sites_own_tables_hold(
    open_client: Open, story: Engine
) -> None:
    now = datetime.now(UTC)
    erase(story, ANNA, actor="Tom", reason="She asked for it.", now=now)
    for asked in ({"view": "conversation"}, {"thread": "Dinner"}, {"fact": 1}, {}):
        page = open_client(contact=ANNA, **asked)
        assert said(page) == [
            f"Nothing is known about this client yet. The person was erased on {now:%-d %b %Y}. What the site's own"
            " tables hold is not shown until a refresh begins anew."
        ]
        assert "<article" not in html(page)
        assert [button.label for button in page.button][:2] == ["Preview", "Refresh"]


def test_who_is_renamed_or_removed_on_the_site_is_so_on_the_page_that_is_open(open_client: Open, story: Engine) -> None:
    anna, boris = open_client(contact=ANNA), open_client(contact=BORIS)
    assert "<h1>Boris Čapek</h1>" in html(boris)
    with transaction(story) as connection:
        connection.execute(text("update site_contact set name = 'Anna Winter' where contact_id = :c"), {"c": ANNA})
        connection.execute(text("delete from site_contact where contact_id = :c"), {"c": BORIS})
    assert "<h1>Anna Winter</h1>" in html(anna.run())
    assert "Čapek" not in html(boris.run())
    assert any(f"There is no contact {BORIS}" in sentence for sentence in said(boris))


def test_nothing_a_client_wrote_becomes_markup(open_client: Open) -> None:
    for place in ({"contact": ANNA}, {"contact": ANNA, "from_": 1, "to": 6}, {"contact": CHLOE}):
        page = open_client(**place)
        assert "<img src=x" not in html(page)
        assert "Chloe <b>" not in html(page)
        boxes = [*page.markdown, *page.caption, *page.info, *page.warning, *page.button]
        assert not [box for box in boxes if "](https" in str(getattr(box, "value", "")) or EVIL in str(box)]


def test_an_object_that_does_not_validate_is_shown_as_it_is(open_client: Open, story: Engine) -> None:
    with transaction(story) as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(
            text("""update crm_client_context set context_json = '{"summary": 7, "key_facts": "x", "risks": [1]}'""")
        )
    page = open_client(contact=ANNA)
    assert any("does not have the published shape" in box for box in said(page))
    assert "No risk is known." in html(page)
    assert not page.exception


def test_missing_views_say_which_file_to_edit(open_client: Open, story: Engine) -> None:
    with transaction(story) as connection:
        connection.execute(text("drop view crm_source_contact cascade"))
    assert any("sql/sources.sql" in box for box in said(open_client()))


def test_a_message_that_was_edited_or_is_gone_keeps_its_quote(open_client: Open, story: Engine) -> None:
    site_change = (
        "update site_interaction set body = 'Edited.' where id = 'm1'; delete from site_interaction where id = 'm3'"
    )
    with transaction(story) as connection:
        for statement in site_change.split(";"):
            connection.execute(text(statement))
    page = open_client(contact=ANNA)
    number = next(line["id"] for line in lines(page, "Facts") if line["title"] == "Is a vegetarian.")
    page.session_state["fact_open"] = number
    page.run()
    shown = html(page)
    assert "The message was edited since; this was quoted from it." in shown
    assert "The message is not on file any more; this was quoted from it." in shown
    assert site.count(story, "crm_client_fact_evidence") > 0
