"""The demo's contexts: made by refreshing over the correspondence, and complete after a kill."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Engine

from lib.context.queue import due, lease
from lib.context.queue.lease import Lease
from lib.database import database_clock, engine, read_only, transaction
from lib.demo import business, history, loading, plan, schema_story
from lib.demo.people import people
from lib.settings import made_of
from tests.support.demos import LOADED_AT
from tests.support.processes import forked

LOAD_THREE = """
import os
import sys
from datetime import datetime
from lib.database import engine
from lib.demo import loading, plan
plan.WITH_HISTORY = 3
print(os.getpid(), flush=True)
now = datetime.fromisoformat(sys.argv[2])
loading.load(engine(sys.argv[1]), now=now, progress=lambda *_: print("step", flush=True))
"""

DRAFTS = "select title from system_schema_draft order by draft_id"


def column(database: Engine, query: str) -> list[object]:
    with read_only(database) as connection:
        return list(connection.exec_driver_sql(query).scalars())


def snapshots(database: Engine, contact_id: UUID) -> list[tuple[object, ...]]:
    query = "select version, context_json from crm_client_context_history where contact_id = %s order by version"
    with read_only(database) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query, (contact_id,))]


def test_the_history_comes_out_of_the_correspondence(demo_database: Engine) -> None:
    versions = column(
        demo_database, "select count(h.version) from crm_source_contact left join crm_client_context_history h"
        " using (contact_id) group by contact_id",
    )  # fmt: skip
    assert len(versions) == 40
    assert min(versions) >= 3
    assert max(versions) <= 8
    statuses = column(demo_database, "select status from crm_client_fact")
    assert statuses.count("contradicted") >= 20
    verdicts = column(
        demo_database,
        "select item->>'verdict' from crm_context_run, jsonb_array_elements(proposals->'operations') item",
    )
    assert verdicts.count("disputed") >= 5
    assert "rejected" not in verdicts
    assert plan.is_loaded(demo_database)


def test_two_drafts_have_landed_and_two_wait(demo_database: Engine) -> None:
    assert column(demo_database, DRAFTS) == [draft.title for draft in (*schema_story.LANDED, *schema_story.WAITING)]


def test_a_second_load_changes_nothing(demo_database: Engine) -> None:
    counts = "select (select count(*) from crm_context_run), (select count(*) from system_schema_draft)"
    with read_only(demo_database) as connection:
        before = connection.exec_driver_sql(counts).one()
    loading.load(demo_database, seed=2, now=LOADED_AT)
    with read_only(demo_database) as connection:
        assert connection.exec_driver_sql(counts).one() == before


def test_the_objects_are_as_the_reader_of_the_correspondence_expects(demo_database: Engine) -> None:
    def documents(name: str) -> list[dict[str, object]]:
        number = next(number for number, person in enumerate(people()) if person.name == name)
        return [row[1] for row in snapshots(demo_database, business.contact_id(1, number))]  # type: ignore[misc]

    hannah = documents("Hannah Weiss")
    assert "Unser Budget liegt bei 450.000 Euro." in hannah[0]["key_facts"]
    assert "Unser Budget liegt jetzt bei 520.000 Euro." in hannah[-1]["key_facts"]
    assert "Unser Budget liegt bei 450.000 Euro." not in hannah[-1]["key_facts"]
    assert {risk["type"] for risk in hannah[-1]["risks"]} >= {"communications_gap"}
    assert documents("Greta Lindqvist")[-1]["relationship_status"] == "dormant"
    assert documents("Samuel Osei")[-1]["relationship_status"] == "conflict"
    kwame = documents("Kwame Mensah")
    assert any(risk["type"] == "disputed_fact" for risk in kwame[-2]["risks"])
    assert not any(risk["type"] == "disputed_fact" for risk in kwame[-1]["risks"])


def test_nobody_is_due_after_loading(demo_database: Engine) -> None:
    with read_only(demo_database) as connection:
        waiting = due.sweep(connection, now=LOADED_AT, pace=due.pace_of(made_of({})))
    assert waiting == ()


def test_deals_move_in_time(demo_database: Engine) -> None:
    number = next(number for number, person in enumerate(people()) if person.name == "Hannah Weiss")
    stages = [
        opportunity["stage"]
        for _, document in snapshots(demo_database, business.contact_id(1, number))
        for opportunity in document["opportunities"]  # type: ignore[index]
    ]
    assert list(dict.fromkeys(stages)) == ["inquiry", "viewing", "offer", "negotiation"]


def test_a_mail_that_gives_orders_makes_no_fact(demo_database: Engine) -> None:
    cited = column(
        demo_database,
        "select fact_id from crm_client_fact_evidence e join crm_source_interaction i on i.id = e.interaction_id"
        " where i.body like '%%IGNORE ALL PREVIOUS%%'",
    )
    texts = column(
        demo_database,
        "select text from crm_client_fact f join crm_contact using (contact_id) where name like 'Victor%%'",
    )
    assert cited == []
    assert "My budget is 300,000 euros and I'd want to build a small house." in texts
    assert not [text for text in texts if "VIP" in str(text) or "unlimited" in str(text)]


def test_a_killed_loading_goes_on_without_loss(
    create_database: Callable[..., str], demo_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, whole = create_database(), demo_database
    for lines, seconds in ((1, 0.4), (2, 0.1), (3, 0.05)):  # while the tables are made, in the first and second history
        kill_loading(url, lines=lines, seconds=seconds)
    killed = engine(url)
    monkeypatch.setattr(plan, "WITH_HISTORY", 3)
    monkeypatch.setattr(schema_story, "WAITING", ())
    loading.load(killed, now=LOADED_AT)
    assert plan.is_loaded(killed)
    everything = "select to_jsonb(m) from crm_source_interaction m order by m.id"
    assert column(killed, everything) == column(whole, everything)
    for number in range(3):
        contact_id = business.contact_id(1, number)
        assert len(snapshots(whole, contact_id)) >= 3
        assert snapshots(killed, contact_id) == snapshots(whole, contact_id)
    assert column(killed, DRAFTS) == [draft.title for draft in schema_story.LANDED]
    killed.dispose()


def kill_loading(url: str, *, lines: int, seconds: float) -> None:
    arguments = [*forked.python(), "-c", LOAD_THREE, url, LOADED_AT.isoformat()]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    for _ in range(lines - 1):
        process.stdout.readline()
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_a_loading_that_goes_on_leaves_a_worker_the_lease_it_holds(business_database: Engine) -> None:
    contact_id = business.contact_id(1, 0)
    with transaction(business_database) as connection:
        ours = Lease(contact_id, history.HOLDER, LOADED_AT, attempts=0, requested_by=None)
        lease.put_back(connection, ours, next_at=LOADED_AT)
        held = lease.take(connection, contact_id, now=database_clock(connection), seconds=60)
    assert held is not None
    loading.install(business_database, seed=1, now=LOADED_AT)
    with transaction(business_database) as connection:
        lease.renew(connection, held, now=database_clock(connection), seconds=60)


def test_it_loads_into_an_empty_database_of_any_server(any_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "WITH_HISTORY", 1)
    monkeypatch.setattr(schema_story, "WAITING", ())  # two drafts are checked, handed over and landed
    database = engine(any_database)
    loading.check_empty(database)
    loading.load(database, now=LOADED_AT)
    assert plan.is_loaded(database)
    assert len(column(database, "select contact_id from crm_source_contact")) == 40
    assert len(snapshots(database, business.contact_id(1, 0))) >= 3
    assert column(database, DRAFTS) == [draft.title for draft in schema_story.LANDED]
    loading.check_empty(database)  # what the demo brought is not somebody else's
    database.dispose()
