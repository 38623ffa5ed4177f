"""One refresh under a lease, as the worker, the page's job and the command do it, each as a process."""

import json
import signal
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from lib.context.queue import lease
from lib.context.queue.leased_refresh import HELD
from lib.context.queue.worker import Worker
from lib.database import database_clock, transaction
from tests.support.processes.refresh_faces import FACES, run
from tests.support.queue_site import Site, build
from tests.support.scripted_reader import ScriptedReader

PERSONS = ("page", "command")
every_face = pytest.mark.parametrize("face", FACES)


@pytest.fixture
def site(database: Engine) -> Site:
    """A site whose rows are as old as the database's own clock says."""
    build(database)
    with transaction(database) as connection:
        return Site(database, database_clock(connection))


@pytest.fixture
def contact(site: Site) -> UUID:
    """A contact who waits to be read, after one failure."""
    contact_id = site.contact()
    site.interaction(contact_id, 100, body="The garden has a pond.")
    with transaction(site.database) as connection:
        long_ago = site.now - timedelta(hours=1)
        lease.request(connection, contact_id, actor="ann", now=long_ago)
        held = lease.take(connection, contact_id, now=long_ago, seconds=60)
        assert held
        lease.record_failure(connection, held, "No.", now=long_ago)
    return contact_id


def statuses(site: Site) -> list[str]:
    return [row[0] for row in site.rows("select status from crm_context_run order by run_id")]


def held_by(site: Site) -> str | None:
    (row,) = site.rows("select holder from crm_context_lease")
    return row[0]  # type: ignore[no-any-return]


def failures(face: str, *, more: int = 0) -> int:
    """The failures that count after a run: a person who asks forgets the one that was before."""
    return more + (face not in PERSONS)


@every_face
def test_what_is_saved_gives_the_lease_back_and_forgets_failures_and_request(
    site: Site, database_url: str, contact: UUID, face: str
) -> None:
    ended = run(database_url, face, "none", contact)
    assert ended.returncode == 0, ended.stderr
    assert statuses(site) == ["saved"]
    assert site.rows("select holder, attempts, error, requested_by, requested_at from crm_context_lease") == [
        (None, 0, None, None, None)
    ]


@every_face
def test_busy_puts_the_lease_back_with_a_rest_and_keeps_request_and_failures(
    site: Site, database_url: str, contact: UUID, face: str
) -> None:
    run(database_url, face, "overtaken", contact)
    assert statuses(site) == ["busy"]
    who = {"worker": "ann", "page": "tom"}
    (row,) = site.rows(
        "select holder, attempts, requested_by, requested_at is not null, next_at > now(),"
        " next_at <= now() + interval '1 minute' from crm_context_lease",
    )
    assert row == (None, failures(face), who.get(face, row[2]), True, True, True)


@every_face
@pytest.mark.parametrize(
    ("fault", "error", "runs"),
    [("failure", "The model said no.", ["failed"]), ("unforeseen", "Unexpected: KeyError.", [])],
)
def test_a_failure_counts_with_its_reason_and_the_request_stays(
    site: Site, database_url: str, contact: UUID, face: str, fault: str, error: str, runs: list[str]
) -> None:
    run(database_url, face, fault, contact)
    assert statuses(site) == runs
    (row,) = site.rows(
        "select holder, attempts, error, requested_at is not null, next_at > now() from crm_context_lease"
    )
    assert (row[0], row[1], row[3], row[4]) == (None, failures(face, more=1), True, True)
    assert row[2].startswith(error)


@every_face
@pytest.mark.parametrize("step", ["asking", "while writing the object"])
def test_who_is_killed_is_replaced_when_the_lease_ends(
    site: Site, database_url: str, contact: UUID, face: str, step: str
) -> None:
    assert run(database_url, face, step, contact).returncode == -signal.SIGKILL
    assert statuses(site) == []
    reader = ScriptedReader()
    assert Worker(site.database, reader).once() == ()  # the lease still holds
    later = Worker(site.database, reader, clock=lambda connection: database_clock(connection) + timedelta(minutes=4))
    assert [done.status for done in later.once()] == ["saved"]
    assert site.rows("select text, status from crm_client_fact") == [("The garden has a pond.", "active")]


@every_face
def test_who_is_told_to_end_finishes_the_present_contact(
    site: Site, database_url: str, contact: UUID, face: str
) -> None:
    ended = run(database_url, face, "told to end", contact)
    assert ended.returncode == 0, ended.stderr
    assert statuses(site) == ["saved"]
    assert held_by(site) is None


def test_an_interrupted_command_saves_nothing_and_frees_the_contact_at_once(
    site: Site, database_url: str, contact: UUID
) -> None:
    assert run(database_url, "command", "interrupted", contact).returncode == 130
    assert statuses(site) == []
    (row,) = site.rows("select holder, attempts, error, next_at <= now() from crm_context_lease")
    assert row == (None, 0, "No.", True)
    assert [done.status for done in Worker(site.database, ScriptedReader()).once()] == ["saved"]


@every_face
def test_whom_another_holds_is_left_alone_and_a_person_is_told_the_next_step(
    site: Site, database_url: str, contact: UUID, face: str
) -> None:
    site.run("update crm_context_lease set holder = 'else', until = 'infinity'")
    ended = run(database_url, face, "none", contact)
    assert (statuses(site), held_by(site)) == ([], "else")
    (asked,) = site.rows("select requested_at > now() - interval '10 minutes' from crm_context_lease")
    assert asked == (face in PERSONS,)
    if face == "command":
        document = json.loads(ended.stdout)
        assert (ended.returncode, document["status"], document["error"]) == (1, "busy", HELD)
        assert list(document) == ["status", "version", "verdicts", "reader", "model", "tokens", "duration_ms", "error"]
