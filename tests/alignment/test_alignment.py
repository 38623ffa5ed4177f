"""What people later made of what a reader did, and how old what stands is."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from lib.cli import app
from lib.context import decisions
from lib.context.alignment import rules
from lib.context.alignment.coverage import ReadMessage, coverage
from lib.context.alignment.figures import (
    AGES,
    Alignment,
    Counted,
    Figure,
    ReaderVersion,
    RuleWeek,
)
from lib.context.alignment.rules import RuleFigure, RuleShare
from lib.context.alignment.stored import alignment
from lib.context.alignment.stored_drift import client_drift
from lib.context.model import Fact
from lib.context.refresh import refresh
from lib.context.share import Share
from lib.context.store import reads
from lib.context.store.sources import reading
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, contradict, day, restate

READER = ReaderVersion("scripted", "scripted-1", "1")


@pytest.fixture
def business(database: Engine) -> Engine:
    site.install(database)
    return database


def read(database: Engine, number: float, body: str, *operations: Any, reader: Scripted | None = None) -> None:
    """The client writes `body` on a day, and a reader proposes."""
    site.write(database, f"m{number:g}", body, at=day(number), thread_id="t1")
    refresh(database, ANNA, reader=reader or Scripted(answer(*operations)), now=day(number + 0.1))


def facts(database: Engine) -> dict[str, Fact]:
    """The newest fact of each text."""
    with reading(database) as connection:
        return {fact.text: fact for fact in reads.facts(connection, ANNA)}


def behind(database: Engine, *texts: str) -> tuple[Counted, ...]:
    """These facts as a figure names them."""
    known = facts(database)
    return tuple(Counted(ANNA, text, fact_id=known[text].id) for text in texts)


def seen(database: Engine, number: float, *, days: float = 400) -> Alignment:
    with reading(database) as connection:
        return alignment(connection, now=day(number), since=day(number - days))


def by_person(**more: Any) -> dict[str, Any]:
    return {"actor": "Bo", "reason": "I know better.", **more}


def test_nothing_read_is_nothing_to_tell(business: Engine) -> None:
    found = seen(business, 1)
    assert (found.readers, found.rules, found.ages, found.coverage, found.names) == ((), (), (), (), {})
    assert (found.flip_flops, found.disputes) == (Figure(Share(0, 0)), Figure(Share(0, 0)))


def test_facts_that_people_take_back_or_correct_are_counted_by_reader(business: Engine) -> None:
    said = ("I have two dogs.", "I am vegetarian.", "My budget is 500k.", "I live in Lisbon.")
    read(business, 1, " ".join(said), *(add(words, words[:-1]) for words in said))
    stated = facts(business)
    decisions.retract(business, ANNA, stated["I have two dogs."].id, now=day(2), **by_person())
    decisions.correct(business, ANNA, stated["I am vegetarian."].id, "Eats no meat.", now=day(2), **by_person())
    decisions.pin(business, ANNA, stated["I live in Lisbon."].id, now=day(2), **by_person())
    (reader,) = seen(business, 3).readers
    assert (reader.version, reader.readings, reader.first_at) == (READER, 1, day(1.1))
    assert reader.taken_back == Figure(Share(2, 4), behind(business, "I am vegetarian.", "I have two dogs."))
    assert seen(business, 3).names == {ANNA: "Anna Berg"}
    assert seen(business, 60, days=10).readers == ()


def test_set_aside_proposals_that_people_accept_are_counted_once(business: Engine) -> None:
    read(business, 1, "I have two dogs.", add("Has a cat.", "I have a cat"), add("Has a cow.", "I have a cow"))
    with reading(business) as connection:
        (version,) = reads.history(connection, ANNA)
    for _ in range(2):
        decisions.accept(business, ANNA, version.run_id, 0, now=day(2), **by_person())
        decisions.retract(business, ANNA, facts(business)["Has a cat."].id, now=day(2), **by_person())
    (reader,) = seen(business, 3).readers
    assert reader.accepted == Figure(Share(1, 2), (Counted(ANNA, "Has a cat."),))


def test_contradictions_that_people_undo_are_counted(business: Engine) -> None:
    read(business, 1, "My budget is 500k. I live in Lisbon.", add("My budget is 500k."), add("I live in Lisbon."))
    read(business, 2, "My budget is now 650k. I live in Porto now.",
         contradict("f1", "My budget is now 650k."), contradict("f2", "I live in Porto now."))  # fmt: skip
    (ended,) = behind(business, "I live in Lisbon.")
    decisions.restore(business, ANNA, ended.fact_id or 0, now=day(3), **by_person())
    (reader,) = seen(business, 4).readers
    assert reader.undone == Figure(Share(1, 2), (ended,))


def test_what_came_back_after_it_had_ended_is_a_flip_flop(business: Engine) -> None:
    read(business, 1, "I live in Lisbon.", add("I live in Lisbon."))
    read(business, 2, "I live in Porto now.", contradict("f1", "I live in Porto now."))
    assert seen(business, 3).flip_flops == Figure(Share(0, 1))
    read(business, 4, "I live in Lisbon again.", contradict("f1", "I live in Lisbon.", "I live in Lisbon again."))
    assert seen(business, 5).flip_flops == Figure(Share(1, 2), behind(business, "I live in Porto now."))


def test_a_dispute_is_old_after_fourteen_days(business: Engine) -> None:
    read(business, 1, "I live in Lisbon.", add("I live in Lisbon."))
    site.write(business, "m2", "She lives in Porto now.", at=day(2), author="us", direction="out")
    refresh(
        business,
        ANNA,
        reader=Scripted(answer(contradict("f1", "Lives in Porto.", "She lives in Porto now."))),
        now=day(2.1),
    )
    assert seen(business, 16).disputes == Figure(Share(0, 1))
    assert seen(business, 16.2).disputes == Figure(Share(1, 1), behind(business, "I live in Lisbon."))


def test_ages_count_from_when_a_fact_was_last_said_as_the_facts_themselves_do(business: Engine) -> None:
    read(business, 1, "I live in Lisbon. I have two dogs.", add("I live in Lisbon."), add("I have two dogs."))
    read(business, 40, "Yes, I still live in Lisbon.", restate("f1", "I still live in Lisbon"))
    dogs, lisbon = facts(business)["I have two dogs."], facts(business)["I live in Lisbon."]
    assert (dogs.last_confirmed_at, lisbon.last_confirmed_at) == (day(1), day(40))
    found = {(item.kind, AGES[item.age]): item.figure for item in seen(business, 50).ages}
    assert found == {
        ("key_fact", "up to 30 days"): Figure(Share(1, 2), behind(business, "I live in Lisbon.")),
        ("key_fact", "31 to 90 days"): Figure(Share(1, 2), behind(business, "I have two dogs.")),
    }
    decisions.correct(business, ANNA, dogs.id, "Has three dogs.", now=day(300), **by_person())
    assert facts(business)["Has three dogs."].last_confirmed_at == day(300)
    found = {(item.kind, AGES[item.age]): item.figure for item in seen(business, 600).ages}
    assert found == {
        ("key_fact", "91 to 365 days"): Figure(Share(1, 2), behind(business, "Has three dogs.")),
        ("key_fact", "more than a year"): Figure(Share(1, 2), behind(business, "I live in Lisbon.")),
    }
    decisions.retract(business, ANNA, lisbon.id, now=day(350), **by_person())
    decisions.restore(business, ANNA, lisbon.id, now=day(400), **by_person())
    restored = facts(business)["I live in Lisbon."]
    assert (restored.is_current, restored.source_count, restored.last_confirmed_at) == (True, 2, day(400))
    with reading(business) as connection:
        old = client_drift(connection, now=day(600)).old
    assert [(item.text, item.confirmed_at) for item in old] == [
        ("Has three dogs.", day(300)),
        ("I live in Lisbon.", day(400)),
    ]


def test_rules_that_set_aside_are_counted_by_week_and_a_new_prompt_is_marked(business: Engine) -> None:
    read(business, 1, "I have two dogs.", add("I have two dogs."), add("Has a cat.", "I have a cat, too"))
    other = Scripted(answer(add("Has a cow.", "I have a cow, too")))
    other.prompt_version = "2"
    read(business, 8, "All is well here, thank you.", reader=other)
    found = seen(business, 9).rules
    cat, cow = Counted(ANNA, "Has a cat."), Counted(ANNA, "Has a cow.")
    newer = ReaderVersion("scripted", "scripted-1", "2")
    assert found == (
        RuleWeek(date(2026, 6, 1), READER, "quote_not_found", Figure(Share(1, 2), (cat,))),
        RuleWeek(date(2026, 6, 8), newer, "quote_not_found", Figure(Share(1, 1), (cow,))),
    )
    assert rules.beginnings(found) == ((date(2026, 6, 8), newer),)
    assert rules.by_rule(found) == (RuleFigure("quote_not_found", Figure(Share(2, 3), (cat, cow))),)
    assert rules.by_week(found, most=4) == (
        RuleShare(date(2026, 6, 1), "quote_not_found", Share(1, 2)),
        RuleShare(date(2026, 6, 8), "quote_not_found", Share(1, 1)),
    )


def message(interaction_id: str, words: str) -> Counted:
    return Counted(ANNA, words, interaction_id=interaction_id)


def test_messages_that_gave_nothing_are_counted_by_language_and_channel(business: Engine) -> None:
    read(business, 1, "I have two dogs and they are very well.", add("Has two dogs.", "I have two dogs"))
    read(business, 2, "The weather was lovely and we have been at the sea.")
    read(business, 3, "Das Wetter war schön und wir sind am Meer gewesen.")
    site.write(business, "bulk", "We are out of the office.", at=day(4), subject="Automatic reply: House")
    refresh(business, ANNA, reader=Scripted(answer()), now=day(4.1))
    found = {(item.language, item.channel): item.figure for item in seen(business, 5).coverage}
    assert found == {
        ("en", "email"): Figure(Share(1, 2), (message("m2", "The weather was lovely and we have been at the sea."),)),
        ("de", "email"): Figure(Share(1, 1), (message("m3", "Das Wetter war schön und wir sind am Meer gewesen."),)),
    }


def test_a_group_of_messages_names_the_first_of_them_with_their_first_words() -> None:
    body = "I am at home and you are not,\nfor which there are more reasons than anybody would want to hear from me."
    many = [ReadMessage(ANNA, f"m{n}", "sms", "", body, n == 0) for n in range(30)]
    (only,) = coverage(many, most=5)
    assert only.figure == Figure(
        Share(29, 30),
        tuple(
            message(f"m{n}", "I am at home and you are not, for which there are more reasons than anybody wou…")
            for n in range(1, 6)
        ),
    )


def test_the_facts_command_says_when_each_was_last_confirmed(
    business: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(business, 1, "I live in Lisbon.", add("I live in Lisbon."))
    monkeypatch.setenv("DATABASE_URL", database_url)
    told = CliRunner().invoke(app, ["context", "facts", str(ANNA), "--json"])
    (fact,) = json.loads(told.stdout)
    assert fact["last_confirmed_at"].startswith(f"{day(1) - timedelta(0):%Y-%m-%dT}")
    assert "2026-06-02" in CliRunner().invoke(app, ["context", "facts", str(ANNA)]).stdout
