"""Another reader on the same interactions, with what was known then; nothing is saved."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from lib.cli import app
from lib.context.alignment.agreement import Agreement, QuotePlace, Reread, Taken, agreement, totals
from lib.context.alignment.figures import ReaderVersion
from lib.context.alignment.reread import RereadAll, reread
from lib.context.readers.contract import ReaderFailed
from lib.context.refresh import refresh
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, contradict, day, restate

THEN = ReaderVersion("scripted", "scripted-1", "1")
TABLES = (
    "crm_client_context", "crm_client_context_history", "crm_client_fact", "crm_client_fact_evidence",
    "crm_context_run", "crm_context_seen",
)  # fmt: skip


@pytest.fixture
def business(database: Engine) -> Engine:
    """Two readings of one client: the second ends a fact of the first."""
    site.install(database)
    site.write(database, "m1", "My budget is 500k. I have two dogs.", at=day(1))
    first = Scripted(answer(add("My budget is 500k."), add("I have two dogs.")))
    refresh(database, ANNA, reader=first, now=day(1.1))
    site.write(database, "m2", "My budget is now 650k. I am vegetarian. I have two dogs.", at=day(2))
    second = Scripted(
        answer(contradict("f1", "My budget is now 650k."), add("I am vegetarian."), restate("f2", "I have two dogs"))
    )
    refresh(database, ANNA, reader=second, now=day(2.1))
    return database


def again(business: Engine, *answers: Any, sample: int = 30) -> tuple[RereadAll, Scripted]:
    reader = Scripted(*answers)
    return reread(business, reader, sample=sample, since=day(0)), reader


def test_the_other_reader_sees_what_was_known_and_unread_then(business: Engine) -> None:
    site.write(business, "m3", "I live in Porto.", at=day(3))
    refresh(business, ANNA, reader=Scripted(answer(add("I live in Porto."))), now=day(3.1))
    _, reader = again(business, answer())
    (request,) = reader.requests
    assert [source["text"] for source in request["sources"]] == ["I live in Porto."]
    assert sorted(fact["text"] for fact in request["facts"]) == [
        "I am vegetarian.", "I have two dogs.", "My budget is now 650k.",
    ]  # fmt: skip
    assert request["as_of"] == day(3.1).isoformat()


def test_a_fact_that_ended_in_the_reading_stands_again_before_it(business: Engine) -> None:
    _, reader = again(business, answer())
    (request,) = reader.requests
    assert [(fact["text"], fact["status"], fact["said_at"]) for fact in request["facts"]] == [
        ("My budget is 500k.", "active", day(1).isoformat()),
        ("I have two dogs.", "active", day(1).isoformat()),
    ]
    assert request["context"]["key_facts"] == ["My budget is 500k.", "I have two dogs."]


def test_readings_agree_where_they_quote_overlapping_words_of_one_kind(business: Engine) -> None:
    found, _ = again(
        business,
        answer(
            contradict("f1", "Budget is now 650k.", "budget is now 650k"),
            add("real_estate_buyer", "I am vegetarian", kind="role"),
            add("Has a cat.", "I have a cat, too"),
        ),
    )
    (only,) = found.rereads
    assert (only.contact_id, only.version) == (ANNA, THEN)
    assert only.agreement is not None
    assert only.agreement.both == 1
    assert [(item.kind, item.text) for item in only.agreement.earlier] == [
        ("key_fact", "I am vegetarian."),
        ("key_fact", ""),
    ]
    assert [(item.kind, item.text) for item in only.agreement.now] == [("role", "real_estate_buyer")]
    assert (found.tokens, found.changed) == (120, 0)


def test_nothing_is_saved(business: Engine) -> None:
    before = [site.count(business, table) for table in TABLES]
    again(business, answer(add("I am vegetarian.")))
    assert [site.count(business, table) for table in TABLES] == before


def test_a_reader_that_fails_is_counted_and_the_rest_is_read(business: Engine) -> None:
    found, _ = again(business, ReaderFailed("No."))
    assert found.rereads == (Reread(ANNA, found.rereads[0].run_id, THEN, None),)
    assert [(line.readings, line.failed, line.share.of) for line in totals(found.rereads)] == [(1, 1, 0)]


def test_a_text_that_was_edited_since_is_left_out(business: Engine) -> None:
    site.insert(business, "site_link", {"contact_id": ANNA})
    with business.begin() as connection:
        connection.exec_driver_sql("update site_interaction set changed_at = '2026-09-01'")
    found, reader = again(business, answer())
    assert (found.rereads, found.changed, reader.requests) == ((), 1, [])


def test_each_proposal_is_matched_once() -> None:
    def taken(start: int, end: int, kind: str = "key_fact", id: str = "m1") -> Taken:
        return Taken(kind, "", (QuotePlace(id, start, end),))

    earlier = (taken(0, 10), taken(5, 15), taken(20, 30), taken(40, 50))
    now = (taken(8, 12), taken(30, 40), taken(41, 42, id="m2"), taken(40, 50, kind="role"))
    assert agreement(earlier, now) == Agreement(1, (taken(5, 15), *earlier[2:]), now[1:])


def orb(*words: str) -> Any:
    return CliRunner().invoke(app, ["context", "reread", *words])


def test_the_command_tells_both_sides_and_asks_the_reader_that_is_set(
    business: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    site.write(business, "new", "I am vegetarian.", at=day(5))
    monkeypatch.setattr("lib.commands.quality.reread.SINCE", day(2000) - day(0))
    document = json.loads(orb("--sample", "5", "--json").stdout)
    assert document["reader"]["reader"] == "local rules"
    (line,) = document["totals"]
    assert (line["readings"], line["version"]["prompt_version"]) == (1, "1")
    (only,) = document["readings"]
    assert UUID(only["contact_id"]) == ANNA
    told = orb("--reader", "local")
    assert told.exit_code == 0
    assert "scripted-1, prompt 1" in told.stdout
    without = orb("--reader", "model")
    assert (without.exit_code, "No language model is configured" in without.stderr) == (1, True)
    assert orb("--sample", "0").exit_code == 2
