"""Many at once and sudden death: versions are contiguous, nothing is read twice, the old or new version is whole."""

import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, text

from lib.context import decisions
from lib.context.refresh import BUSY, refresh
from lib.context.store import reads
from lib.database import read_only, transaction
from lib.settings import ROOT
from tests.support import site
from tests.support.processes import forked
from tests.support.site import ANNA, Scripted, add, answer, day
from tests.support.stored_runs import stored_runs

THREADS, ROUNDS = 8, 3


@pytest.fixture
def business(database: Engine) -> Engine:
    """A database with the tables of a small business."""
    site.install(database)
    return database


def states_what_it_reads(request: dict[str, Any]) -> dict[str, Any]:
    """An answer with one fact for each source, in its own words."""
    return answer(*(add(source["text"], source=source["id"]) for source in request["sources"][:12]))


def rows(database: Engine, query: str) -> list[Any]:
    with transaction(database) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_eight_threads_on_one_contact_give_contiguous_versions_and_read_nothing_twice(business: Engine) -> None:
    def work(worker: int) -> list[str]:
        statuses = []
        for turn in range(ROUNDS):
            site.write(business, f"m{worker}.{turn}", f"I am note {'abcdefgh'[worker]} of round {'xyz'[turn]}.")
            outcome = refresh(business, ANNA, reader=Scripted(states_what_it_reads), now=day(1))
            statuses.append(outcome.status)
        return statuses

    with ThreadPoolExecutor(THREADS) as pool:
        statuses = [status for worker in pool.map(work, range(THREADS)) for status in worker]
    while refresh(business, ANNA, reader=Scripted(states_what_it_reads), now=day(1)).status == "saved":
        pass
    assert set(statuses) <= {"saved", "unchanged", "busy"}
    versions = rows(business, "select version from crm_client_context_history order by version")
    assert versions == [(number,) for number in range(1, len(versions) + 1)]
    assert rows(business, "select count(*), count(distinct interaction_id) from crm_context_seen") == [(24, 24)]
    facts = rows(business, "select count(*), count(distinct text) from crm_client_fact")
    assert facts == [(24, 24)]
    quotes = rows(business, "select count(*), count(distinct (interaction_id, quote)) from crm_client_fact_evidence")
    assert quotes == [(24, 24)]


def test_a_decision_during_the_call_is_respected(business: Engine) -> None:
    site.write(business, "m1", "Our budget is 500k for the flat.")
    refresh(business, ANNA, reader=Scripted(answer(add("Budget is 500k.", "Our budget is 500k"))), now=day(1))
    site.write(business, "m2", "We talked to the bank, our budget is now 650k.", at=day(2))

    def pinned_meanwhile(_request: dict[str, Any]) -> dict[str, Any]:
        decisions.pin(business, ANNA, 1, actor="Tom", now=day(3))
        return answer(site.contradict("f1", "Budget is 650k.", "our budget is now 650k"))

    outcome = refresh(business, ANNA, reader=Scripted(pinned_meanwhile), now=day(3))
    assert [(verdict.verdict, verdict.rule) for verdict in outcome.verdicts] == [("rejected", "pinned")]


def test_who_is_overtaken_three_times_is_told_so_and_nothing_is_saved(
    business: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(business, "m1", "I am a note of my own.")
    refresh(business, ANNA, reader=Scripted(states_what_it_reads), now=day(1))
    site.write(business, "m2", "I am another note of my own.", at=day(2))
    turns = iter(range(10))

    def overtaking(step: str) -> None:
        if step == "saving":
            decide = decisions.unpin if next(turns) % 2 else decisions.pin
            decide(business, ANNA, 1, actor="Tom", now=day(3))

    outcome = refresh(business, ANNA, reader=Scripted(states_what_it_reads), now=day(3), progress=overtaking)
    assert (outcome.status, outcome.error, outcome.version) == ("busy", BUSY, 1)
    assert rows(business, "select interaction_id from crm_context_seen") == [("m1",)]
    assert rows(business, "select status from crm_context_run order by run_id desc limit 1") == [("busy",)]


STEPS = (
    "run_insert",
    "seen_insert",
    "fact_insert",
    "evidence_insert",
    "fact_update",
    "snapshot_insert",
    "current_upsert",
    "commit",
)
CHILD = """
import os, signal, sys
from sqlalchemy import event
from lib import database
from lib.context.refresh import refresh
from tests.support.site import ANNA, Scripted, add, answer, contradict, day

url, step = sys.argv[1:]
made = database.engine(url)


def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


@event.listens_for(made, "after_cursor_execute")
def after(connection, cursor, statement, parameters, context, many):
    if step != "commit" and statement.startswith(str(database.statement(f"context/writes/{step}"))[:60]):
        die()


if step == "commit":
    event.listen(made, "commit", lambda connection: die() if saving else None)
saving = False


def progress(name):
    global saving
    saving = name == "saving"


raised = contradict("f1", "Budget is 650k.", "our budget is now 650k")
reply = answer(raised, add("Talked to the bank.", "We talked to the bank"))
refresh(made, ANNA, reader=Scripted(reply), now=day(3), progress=progress)
"""


@pytest.mark.parametrize("step", STEPS)
def test_a_process_killed_at_any_step_of_saving_leaves_the_old_version_whole(
    business: Engine, database_url: str, step: str
) -> None:
    site.write(business, "m1", "Our budget is 500k for the flat.")
    refresh(business, ANNA, reader=Scripted(answer(add("Budget is 500k.", "Our budget is 500k"))), now=day(1))
    site.write(business, "m2", "We talked to the bank, our budget is now 650k.", at=day(2))
    before = everything(business)
    child = subprocess.run(
        [*forked.python(), "-c", CHILD, database_url, step],
        capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert everything(business) == before
    outcome = refresh(business, ANNA, reader=Scripted(states_what_it_reads), now=day(4))
    assert (outcome.status, outcome.version) == ("saved", 2)


def everything(database: Engine) -> Any:
    with read_only(database) as connection:
        return (
            reads.current(connection, ANNA),
            reads.history(connection, ANNA),
            reads.facts(connection, ANNA),
            stored_runs(connection, ANNA),
        )
