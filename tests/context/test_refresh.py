"""A refresh: what is read, asked, judged and saved."""

from dataclasses import fields

import pytest
from sqlalchemy import Engine, text

from lib.context.model import Interaction
from lib.context.readers import ReaderFailed
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.context.store.sources import digest_of, interactions
from lib.database import read_only, statement, transaction
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, contradict, day


@pytest.fixture
def business(database: Engine) -> Engine:
    """A database with the tables of a small business."""
    site.install(database)
    return database


def test_the_first_refresh_makes_version_one_in_the_specs_shape(business: Engine) -> None:
    site.write(
        business, "m1", "Hello, I am vegetarian and I like long walks. Could you send me the menu?", subject="Menu"
    )
    reader = Scripted(answer(add("Is vegetarian.", "I am vegetarian")))
    outcome = refresh(business, ANNA, reader=reader, now=day(1))
    assert (outcome.status, outcome.version, outcome.tokens) == ("saved", 1, 120)
    with read_only(business) as connection:
        current = reads.current(connection, ANNA)
        facts = reads.facts(connection, ANNA)
    assert current is not None
    assert current.problems == ()
    assert current.document["key_facts"] == ["Is vegetarian."]
    assert current.document["open_threads"][0]["needs_reply"] is True
    assert [(item.start, item.end, item.quote) for item in facts[0].evidence] == [(7, 22, "I am vegetarian")]
    assert reader.requests[0]["sources"][0]["text"].startswith("Hello")


def test_a_second_refresh_with_nothing_new_asks_nobody_and_records_the_run(business: Engine) -> None:
    site.write(business, "m1", "Hello, I am vegetarian and I like long walks.")
    reader = Scripted(answer(add("Is vegetarian.", "I am vegetarian")))
    refresh(business, ANNA, reader=reader, now=day(1))
    again = refresh(business, ANNA, reader=reader, now=day(1.1))
    assert (again.status, again.version, again.tokens) == ("unchanged", 1, None)
    assert len(reader.requests) == 1
    assert site.count(business, "crm_context_run") == 2
    assert site.count(business, "crm_client_context_history") == 1


def test_a_contradicted_fact_stays_and_points_to_its_successor(business: Engine) -> None:
    site.write(business, "m1", "Our budget is 500k for the flat.")
    site.write(business, "m2", "We talked to the bank, our budget is now 650k.", at=day(2))
    first = Scripted(answer(add("Budget is 500k.", "Our budget is 500k")))
    refresh(business, ANNA, reader=first, now=day(1))
    second = Scripted(answer(contradict("f1", "Budget is 650k.", "our budget is now 650k")))
    outcome = refresh(business, ANNA, reader=second, now=day(3))
    assert [verdict.verdict for verdict in outcome.verdicts] == ["applied"]
    with read_only(business) as connection:
        old, new = reads.facts(connection, ANNA)
        documents = [reads.snapshot(connection, ANNA, version).document["key_facts"] for version in (1, 2)]
    assert (old.status, old.ended_version, old.superseded_by) == ("contradicted", 2, new.id)
    assert [item.stance for item in old.evidence] == ["supports", "contradicts"]
    assert documents == [["Budget is 500k."], ["Budget is 650k."]]


def test_only_rows_changed_up_to_the_moment_are_read(business: Engine) -> None:
    site.write(business, "m1", "The first mail of the story.")
    site.write(business, "m2", "The second mail of the story.", at=day(5))
    reader = Scripted()
    refresh(business, ANNA, reader=reader, now=day(1))
    refresh(business, ANNA, reader=reader, now=day(6))
    assert [[source["text"] for source in request["sources"]] for request in reader.requests] == [
        ["The first mail of the story."],
        ["The second mail of the story."],
    ]


def test_a_reader_that_fails_leaves_everything_unread_and_is_recorded(business: Engine) -> None:
    site.write(business, "m1", "Hello, I am vegetarian.")
    failed = refresh(business, ANNA, reader=Scripted(ReaderFailed("The model refused.")), now=day(1))
    assert (failed.status, failed.version) == ("failed", None)
    assert "The model refused." in str(failed.error)
    assert site.count(business, "crm_context_seen") == 0
    assert refresh(business, ANNA, reader=Scripted(), now=day(1)).status == "saved"


def test_years_of_mail_are_read_in_order_of_time_each_batch_its_own_version(business: Engine) -> None:
    for number in range(4):
        site.write(business, f"m{number}", f"Mail number {number}: I own boat {number} now.", at=day(number))
    steps: list[str] = []
    reader = Scripted(*(answer(add(f"Owns boat {number}.", f"I own boat {number}")) for number in range(4)))
    outcome = refresh(business, ANNA, reader=reader, now=day(9), budget=1, progress=steps.append)
    assert outcome.version == 4
    assert [verdict.verdict for verdict in outcome.verdicts] == ["applied"] * 4
    assert steps == ["collecting", "asking", "judging", "saving"] * 4


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_a_deal_whose_value_is_no_number_has_none_and_makes_no_version_by_itself(business: Engine, value: str) -> None:
    site.write(business, "m1", "Hello, I am vegetarian and I like long walks.")
    site.deal(business, "d1", estimated_value=value)
    reader = Scripted(answer())
    first = refresh(business, ANNA, reader=reader, now=day(1))
    assert first.context is not None
    assert first.context["opportunities"][0]["estimated_value"] is None
    assert reader.requests[0]["opportunities"][0]["estimated_value"] is None
    again = refresh(business, ANNA, reader=reader, now=day(1.1))
    assert (again.status, again.version) == ("unchanged", 1)


def test_a_dry_run_shows_verdicts_and_changes_nothing(business: Engine) -> None:
    site.write(business, "m1", "Hello, I am vegetarian and I like long walks.")
    reader = Scripted(answer(add("Is vegetarian.", "I am vegetarian")))
    outcome = refresh(business, ANNA, reader=reader, now=day(1), dry_run=True)
    assert (outcome.status, outcome.version, outcome.verdicts[0].verdict) == ("preview", None, "applied")
    assert outcome.context is not None
    assert outcome.context["key_facts"] == ["Is vegetarian."]
    assert site.count(business, "crm_client_context") == site.count(business, "crm_context_seen") == 0


def test_the_columns_of_an_interaction_stand_in_the_order_of_its_fields(business: Engine) -> None:
    with read_only(business) as connection:
        rows = connection.execute(statement("context/sources/interactions"), {"contact_id": ANNA, "now": day(1)})
        *columns, digests = rows.keys()
    assert (columns, digests) == ([field.name for field in fields(Interaction)][:-2], "digests")


@pytest.mark.parametrize("subject", [None, "", "Die Wohnung", "Größe: 90 m² 🏡"])
@pytest.mark.parametrize("body", [None, "", "Hello.\r\n\tThe flat is fine.", "Größe\u00a0\u200b 🏡 日本語 \x85 \\n"])
def test_the_digest_of_a_text_is_the_one_that_the_database_gives(
    business: Engine, subject: str | None, body: str | None
) -> None:
    with read_only(business) as connection:
        given = connection.scalar(
            text("select crm_context_digest(:subject, :body)"), {"subject": subject, "body": body}
        )
    assert digest_of(subject, body or "") == given


def test_of_the_texts_of_an_edited_message_each_is_read_once(business: Engine) -> None:
    site.write(business, "m1", "")
    for at, body in enumerate(["The first text of it.", "The second text of it.", "The first text of it."]):
        with transaction(business) as connection:
            edited = text("update site_interaction set body = :body, changed_at = :at")
            connection.execute(edited, {"body": body, "at": day(at)})
        refresh(business, ANNA, reader=Scripted(), now=day(at))
    with read_only(business) as connection:
        (now_on_file,) = interactions(connection, ANNA, now=day(3))
    assert (now_on_file.body, now_on_file.is_read) == ("The first text of it.", True)
    assert site.count(business, "crm_context_seen") == 2
