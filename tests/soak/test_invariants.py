"""The look back after a fault sees each thing that can be wrong: every rule is broken here once."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import Engine, text

from lib.context.queue.worker import Worker
from lib.database import database_clock, transaction
from tests.soak.faults.invariants import AT_REST, HALF_WRITTEN, ON_FILE, Checker
from tests.support.queue_site import Site, build
from tests.support.scripted_reader import ScriptedReader

BROKEN = {
    "versions have gaps": "delete from crm_client_context_history where version = 1",
    "the object is not the last version": "update crm_client_context set version = 1",
    "a version has no run that saved it": "update crm_context_run set status = 'failed'",
    "a run says saved and left no version": "delete from crm_client_context_history where version = 2",
    "a fact rests on nothing": "delete from crm_client_fact_evidence",
    "a quote does not stand in its letter": "update interaction set body = 'I have said nothing.'",
    "ledger and object disagree": "update crm_client_context set context_json = context_json || '{\"key_facts\": []}'",
    "a letter was read twice": """
        insert into crm_context_seen select contact_id, interaction_id, 'x', run_id from crm_context_seen""",
    "one letter gave two facts": """
        insert into crm_client_fact (contact_id, kind, text, status, added_version, actor, run_id)
        select contact_id, kind, text, status, added_version, actor, run_id from crm_client_fact""",
    "a letter was forgotten": "delete from crm_context_seen",
    "a letter gave neither a fact nor a verdict": "update crm_client_fact set text = 'Something else.'",
    "a lease is still held": "update crm_context_lease set until = 'infinity'",
}


@pytest.fixture
def story(database: Engine) -> Engine:
    """One client with two versions, each from a letter."""
    build(database)
    with transaction(database) as connection:
        site = Site(database, database_clock(connection))
    contact = site.contact()
    for body in ("My new garden is called ba.", "My new garden is called be."):
        site.interaction(contact, 200, body=body, changed=100)
        clock = lambda connection: database_clock(connection) + timedelta(minutes=1)  # noqa: E731
        assert [done.status for done in Worker(database, ScriptedReader(), clock=clock).once()] == ["saved"]
    return database


def violations(url: str, checker: Checker) -> list[str]:
    with psycopg.connect(url, autocommit=True) as connection:
        return [found.partition(":")[0] for found in checker.violations(connection, is_at_rest=True)]


def test_a_story_that_is_whole_violates_nothing(story: Engine, database_url: str) -> None:
    checker = Checker()
    assert violations(database_url, checker) == violations(database_url, checker) == []
    assert {name: len(rows) for name, rows in checker.seen.items()} == dict.fromkeys(ON_FILE, 2)


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_sees_what_breaks_it(story: Engine, database_url: str, rule: str) -> None:
    with transaction(story) as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text(BROKEN[rule]))
    assert rule in violations(database_url, Checker())


def test_a_transaction_that_was_left_open_is_seen(story: Engine, database_url: str) -> None:
    with transaction(story) as connection:
        connection.execute(text("select 1"))
        assert violations(database_url, Checker()) == ["a transaction was left open"]


def test_what_was_on_file_once_must_stay_there(story: Engine, database_url: str) -> None:
    checker = Checker()
    violations(database_url, checker)
    with transaction(story) as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text("update crm_client_fact_evidence set quote = upper(quote)"))
    assert "quotes were lost" in violations(database_url, checker)


def test_every_rule_is_broken_by_a_test() -> None:
    assert {*HALF_WRITTEN, *AT_REST} == {*BROKEN, "a transaction was left open"}
