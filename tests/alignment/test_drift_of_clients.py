"""What moves over all clients: each line with its client and its reason."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from lib.cli import app
from lib.context.alignment.stored_drift import client_drift
from lib.context.readers import LocalRules
from lib.context.refresh import refresh
from lib.context.store.sources import reading
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, contradict, day

GLAD = "I am so happy with everything, the garden is wonderful and I love it."
ANGRY = "This is a terrible disappointment, I am very angry and I hate this awful mess."


@pytest.fixture
def moved(database: Engine) -> Engine:
    """A client who was glad and is angry, with an old fact, a dispute, a contradiction and a promise of ours."""
    site.install(database)
    site.write(database, "m1", f"My budget is 500,000 euros. I have two dogs. {GLAD}", at=day(0), thread_id="t1")
    refresh(
        database,
        ANNA,
        reader=Scripted(
            answer(
                add("Budget is 500,000 euros.", "My budget is 500,000 euros"),
                add("Has two dogs.", "I have two dogs"),
                interactions=[{"source": "s1", "valence": 2, "energy": "high"}],
            )
        ),
        now=day(1),
    )
    site.write(
        database, "o1", "I will send you the plan of the garden by Friday.", at=day(2), thread_id="t1", author="us",
        direction="out",
    )  # fmt: skip
    refresh(database, ANNA, reader=LocalRules(), now=day(2.5))
    site.write(database, "m2", f"My budget is now 450,000 euros. {ANGRY}", at=day(200), thread_id="t1")
    site.write(database, "x1", "Anna has no dogs.", at=day(201), thread_id="t1", author="other")
    refresh(
        database,
        ANNA,
        reader=Scripted(
            answer(
                contradict("f1", "Budget is 450,000 euros.", "My budget is now 450,000 euros"),
                contradict("f2", "Has no dogs.", "Anna has no dogs", source="s2"),
                interactions=[{"source": "s1", "valence": -2, "energy": "high"}],
            )
        ),
        now=day(202),
    )
    return database


def found(database: Engine, at: float) -> Any:
    with reading(database) as connection:
        return client_drift(connection, now=day(at))


def test_a_relationship_that_turns_is_told_with_the_words_and_the_answers(moved: Engine) -> None:
    (turn,) = found(moved, 210).turning
    assert (turn.contact_id, turn.name, turn.falls, turn.labels) == (ANNA, "Anna Berg", True, 1)
    assert (turn.valence_before, turn.quote, turn.interaction_id) == (1.0, ANGRY, "m2")
    assert (turn.theirs.hours, turn.theirs.replies) == (198 * 24.0, 1)
    assert (turn.ours, turn.ours_before.hours) == (None, 48.0)
    assert found(moved, 300).turning == ()


def test_who_is_younger_than_what_lately_means_is_compared_with_the_first_version(moved: Engine) -> None:
    with moved.begin() as connection:
        connection.exec_driver_sql("set local session_replication_role = replica")
        connection.exec_driver_sql(
            "update crm_client_context_history set last_updated_at = last_updated_at + interval '170 days'"
            " where version < 3"
        )
    (turn,) = found(moved, 210).turning
    assert (turn.valence_before, turn.before_at, turn.falls) == (1.0, day(171), True)


def test_what_is_old_disputed_contradicted_and_overdue_is_told_with_whose(moved: Engine) -> None:
    told = found(moved, 240)
    assert [(item.text, item.since) for item in told.disputes] == [("Has two dogs.", day(202))]
    assert [(item.name, item.quote, item.due) for item in told.overdue] == [
        ("Anna Berg", "I will send you the plan of the garden by Friday.", date(2026, 6, 5))
    ]
    assert [(item.month, item.contradicted, item.added, item.contacts) for item in told.contradictions] == [
        (date(2026, 12, 1), 1, 2, (ANNA,)),
        (date(2026, 6, 1), 0, 2, ()),
    ]
    assert told.names == {ANNA: "Anna Berg"}
    old = found(moved, 400).old
    assert [(item.kind, item.text, item.confirmed_at, item.count) for item in old] == [
        ("key_fact", "Budget is 450,000 euros.", day(200), 1)
    ]


def test_the_command_prints_one_document(moved: Engine, database_url: str) -> None:
    result = CliRunner(env={"DATABASE_URL": database_url}).invoke(app, ["context", "drift", "--json"])
    document = json.loads(result.stdout)
    assert list(document) == ["as_of", "turning", "old", "disputes", "contradictions", "overdue", "names"]
    told = CliRunner(env={"DATABASE_URL": database_url}).invoke(app, ["context", "drift"])
    assert told.exit_code == 0


def test_nothing_moves_where_nothing_is_on_file(database: Engine) -> None:
    site.install(database)
    told = found(database, 1)
    assert (told.turning, told.old, told.disputes, told.contradictions, told.overdue) == ((), (), (), (), ())
