"""Objects from before the ledger or from another system: shown as they are, kept, and never silently repaired."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text

from lib.context.records import Snapshot
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.database import read_only, run_script, transaction
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day

OLD = {"contact_id": str(ANNA), "key_facts": ["Likes tea.", 7, "Likes tea."], "roles": ["guest"], "mood": "fine"}


@pytest.fixture
def business(database: Engine) -> Engine:
    """A business whose database has an object of another system's making."""
    site.install(database)
    with transaction(database) as connection:
        run_script(connection, "set local session_replication_role = replica")
        connection.execute(
            text("insert into crm_client_context values (:id, 7, cast(:document as jsonb), :at)"),
            {"id": ANNA, "document": json.dumps(OLD), "at": day(0)},
        )
    return database


def shown(database: Engine, version: int | None = None) -> Snapshot:
    with read_only(database) as connection:
        if version is not None:
            return reads.snapshot(connection, ANNA, version)
        current = reads.current(connection, ANNA)
    assert current is not None
    return current


def test_an_object_that_does_not_validate_is_shown_as_it_is_with_what_is_wrong(business: Engine) -> None:
    found = shown(business)
    assert found.document == OLD
    assert "summary: Field required" in found.problems
    assert "mood: Extra inputs are not permitted" in found.problems
    assert found.context is None


def test_what_it_states_becomes_facts_and_the_object_itself_a_snapshot(business: Engine) -> None:
    site.write(business, "m1", "By the way, I have two dogs.", at=day(1))
    reader = Scripted(answer(add("Has two dogs.", "I have two dogs")))
    outcome = refresh(business, ANNA, reader=reader, now=day(2))
    assert (outcome.status, outcome.version) == ("saved", 9)
    assert shown(business, 7).document == OLD
    assert shown(business).problems == ()
    assert shown(business).document["key_facts"] == ["Likes tea.", "Likes tea.", "Has two dogs."]
    assert shown(business).document["roles"] == ["guest"]
    assert [fact["text"] for fact in reader.requests[0]["facts"]] == ["Likes tea.", "Likes tea.", "guest"]
    assert refresh(business, ANNA, reader=Scripted(), now=day(2.1)).status == "unchanged"


def test_an_object_that_is_no_document_at_all_is_kept_too(business: Engine) -> None:
    odd: Any = ["not", "an", "object"]
    with transaction(business) as connection:
        run_script(connection, "set local session_replication_role = replica")
        connection.execute(
            text("update crm_client_context set context_json = cast(:odd as jsonb)"), {"odd": json.dumps(odd)}
        )
    assert shown(business).problems != ()
    assert refresh(business, ANNA, reader=Scripted(), now=day(2)).version == 8
    assert shown(business, 7).document == odd
