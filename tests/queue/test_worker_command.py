"""`orb worker`: the worker as a process that is asked how it is, stopped and killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from threading import Timer
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from lib.context.queue.worker import Worker
from lib.database import database_clock, transaction
from lib.embedded.server import Server
from lib.settings import ROOT
from tests.support.processes import forked
from tests.support.processes.refresh_faces import PLACES, STEPS, run
from tests.support.queue_site import Site, build
from tests.support.scripted_model import ScriptedModel, completion, scripted_model
from tests.support.scripted_reader import ScriptedReader, notes_every_source


@pytest.fixture
def site(database: Engine) -> Site:
    """A site whose rows are as old as the database's own clock says."""
    build(database)
    with transaction(database) as connection:
        return Site(database, connection.execute(text("select now()")).scalar_one())


def answer(request: dict[str, Any]) -> tuple[int, object]:
    """A completion that notes every source in its own words."""
    return 200, completion(notes_every_source(json.loads(request["messages"][-1]["content"])))


def environment(url: str, model: ScriptedModel) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": url, "OPENAI_BASE_URL": model.url, "ORB_MODEL": "m", "ORB_PRICES": "m=1/10"}


def orb(
    url: str, model: ScriptedModel, *arguments: str, python: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    command = [*(python or forked.python()), "-m", "lib.cli", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(url, model), capture_output=True, text=True, timeout=60, check=False
    )


def test_once_refreshes_what_is_due_and_prints_one_document(site: Site, database_url: str) -> None:
    contact_id = site.contact()
    site.interaction(contact_id, 100, body="The client keeps two secret horses.")
    with scripted_model(answer) as model:
        ended = orb(database_url, model, "worker", "--once", "--json", python=(sys.executable,))
        again = orb(database_url, model, "worker", "--once", "--json")
    assert ended.returncode == 0, ended.stderr
    (done,) = json.loads(ended.stdout)["runs"]
    expected = {"contact_id": str(contact_id), "reason": "key_thread", "status": "saved", "version": 1, "tokens": 1280}
    assert {key: done[key] for key in expected} == expected
    assert done["cost"] == 0.002
    (entry,) = [json.loads(line) for line in ended.stderr.splitlines() if line.startswith("{")]
    assert {key: entry[key] for key in expected} == expected
    assert "horses" not in ended.stderr + ended.stdout
    assert json.loads(again.stdout) == {"runs": []}


def test_health_tells_whether_due_contacts_wait(site: Site, database_url: str) -> None:
    site.interaction(site.contact(), 100)
    with scripted_model(answer) as model:
        behind = orb(database_url, model, "worker", "--health", "--json")
        orb(database_url, model, "worker", "--once")
        well = orb(database_url, model, "worker", "--health", "--json")
    assert (behind.returncode, json.loads(behind.stdout)["state"], json.loads(behind.stdout)["due"]) == (1, "behind", 1)
    document = json.loads(well.stdout)
    assert (well.returncode, document["state"], document["due"]) == (0, "ok", 0)
    assert document["today"] == {"runs": 1, "tokens": 1280, "cost": 0.002}


@pytest.mark.parametrize("parallel", [1, 2])
def test_sigterm_finishes_the_contacts_under_way_and_no_other(site: Site, database_url: str, parallel: int) -> None:
    for _ in range(5):
        site.interaction(site.contact(), 100)
    under_way = threading.Barrier(parallel, timeout=60)

    def script(request: dict[str, Any]) -> tuple[int, object]:
        under_way.wait()
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        return answer(request)

    with scripted_model(script) as model:
        command = [*forked.python(), "-m", "lib.cli", "worker", "--parallel", str(parallel)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(database_url, model), stderr=subprocess.DEVNULL)
        assert process.wait(60) == 0
    assert site.rows("select status from crm_context_run") == [("saved",)] * parallel
    assert site.rows("select count(*) from crm_context_lease where holder is not null") == [(0,)]


@pytest.mark.parametrize("step", [*PLACES, *STEPS])
def test_a_worker_killed_at_any_step_is_replaced_when_its_lease_ends(site: Site, database_url: str, step: str) -> None:
    contact_id = site.contact()
    site.interaction(contact_id, 100, body="The garden has a pond.")
    assert run(database_url, "worker", step, contact_id).returncode == -signal.SIGKILL
    was_saved = step == "before the lease is given back"
    assert site.rows("select count(*) from crm_client_context_history") == [(int(was_saved),)]
    reader, hold = ScriptedReader(), 0 if step in ("before the lease", "inside the lease") else 1
    if hold and not was_saved:
        assert Worker(site.database, reader).once() == ()  # its lease still holds
    later = Worker(site.database, reader, clock=lambda connection: database_clock(connection) + timedelta(minutes=4))
    assert [done.status for done in later.once()] == ([] if was_saved else ["saved"])
    assert reader.calls == int(not was_saved)
    assert site.rows("select text, status from crm_client_fact") == [("The garden has a pond.", "active")]
    assert site.rows("select count(*) from crm_context_run") == [(1,)]


def test_a_database_away_for_thirty_seconds_in_mid_run_costs_nothing(
    site: Site, database_url: str, server: Server
) -> None:
    contact_id = site.contact()
    site.interaction(contact_id, 100, body="The garden has a pond.")
    name = make_url(database_url).database

    def script(request: dict[str, Any]) -> tuple[int, object]:
        if len(model.requests) == 1:
            admin(server, f"alter database {name} allow_connections false")
            admin(server, f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
            Timer(30, admin, (server, f"alter database {name} allow_connections true")).start()
        else:
            process.send_signal(signal.SIGTERM)
        return answer(request)

    with scripted_model(script) as model:
        command = [*forked.python(), "-m", "lib.cli", "worker"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(database_url, model), stderr=subprocess.PIPE, text=True
        )
        _, told = process.communicate(timeout=120)
    log = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert process.returncode == 0
    assert {entry["event"] for entry in log[:-1]} == {"outage"}
    assert (log[-1]["event"], log[-1]["status"], log[-1]["contact_id"]) == ("run", "saved", str(contact_id))
    assert site.rows("select text, status from crm_client_fact") == [("The garden has a pond.", "active")]
    assert site.rows("select status, version from crm_context_run") == [("saved", 1)]


def admin(server: Server, sql: str) -> None:
    """Run one statement beside the database that is away."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(sql.encode())


def test_the_list_tells_who_is_due_why_and_since_when(site: Site, database_url: str) -> None:
    read, waits = site.contact("Ann Lee"), site.contact("Bea Ito")
    site.interaction(read, 100)
    with scripted_model(answer) as model:
        orb(database_url, model, "worker", "--once")
        site.interaction(waits, 90)
        site.interaction(waits, 20 * 24 * 60, author="us")
        site.interaction(read, 1, body="Thank you once more.", thread="t2")
        listed = orb(database_url, model, "context", "list", "--json")
        found = orb(database_url, model, "context", "list", "--search", "bea", "--json")
        shown = orb(database_url, model, "context", "list")
    first, second = json.loads(listed.stdout)
    assert (first["name"], first["version"], first["due"]) == ("Ann Lee", 1, None)
    assert (first["status"] is not None, first["last_updated_at"] is not None) == (True, True)
    assert first["due_from"] == site.ago(-59).isoformat()
    assert (second["name"], second["version"], second["status"]) == ("Bea Ito", None, None)
    assert second["due"] == {
        "reason": "key_thread",
        "why": "news in a key thread",
        "since": site.ago(20 * 24 * 60).isoformat(),
        "state": "due",
        "attempts": 0,
        "error": None,
        "next_at": None,
    }
    assert [line["name"] for line in json.loads(found.stdout)] == ["Bea Ito"]
    assert "Bea Ito" in shown.stdout
