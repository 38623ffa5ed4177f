"""What the activity view tells."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from lib.context.queue.due import Pace
from lib.context.queue.health import Trouble, health
from lib.context.queue.limits import Limits
from lib.context.store.activity import Activity, ContactUse, Contradictions, DayUse, SetAside, VerdictCount, activity
from lib.database import transaction
from tests.support.queue_site import NOW, Site, build


@pytest.fixture
def site(database: Engine) -> Site:
    build(database)
    return Site(database)


def run(
    site: Site, contact_id: UUID, days: float = 0, *, operations: tuple[tuple[str, str, str], ...] = (), **row: Any
) -> int:
    """A run so many days ago, whose operations are (op, verdict, rule)."""
    proposals = [{"op": op, "verdict": verdict, "rule": rule} for op, verdict, rule in operations]
    values = {
        "contact_id": contact_id, "trigger": "thread", "actor": "worker", "reader": "openai", "status": "saved",
        "base_version": 0, "started_at": NOW - timedelta(days=days), "prompt_tokens": 100, "completion_tokens": 20,
        "proposals": json.dumps({"operations": proposals, "summary": []}), "model": None, "cost": None, "error": None,
        **row,
    }  # fmt: skip
    names = ", ".join(values)
    marks = ", ".join("cast(:proposals as jsonb)" if name == "proposals" else f":{name}" for name in values)
    with transaction(site.database) as connection:
        made = connection.execute(
            text(f"insert into crm_context_run ({names}) values ({marks}) returning run_id"), values
        )
        return int(made.scalar_one())


def read(site: Site) -> Activity:
    with transaction(site.database) as connection:
        return activity(connection, since=NOW - timedelta(days=30))


def test_nothing_done_is_nothing_to_tell(site: Site) -> None:
    done = read(site)
    assert (done.runs, done.days, done.contacts, done.verdicts, done.set_aside) == ((), (), (), (), ())
    assert (done.accepted, done.contradictions.share, done.contradictions.is_suspicious) == (None, None, False)


def test_days_and_contacts_add_up_what_was_used(site: Site) -> None:
    ann, bea = site.contact("Ann"), site.contact("Bea")
    run(site, ann, 1, cost=Decimal("0.25"))
    run(site, ann, 0.9, status="failed", error="It was refused.")
    run(site, bea, 0, status="unchanged", prompt_tokens=None, completion_tokens=None)
    run(site, bea, 40, cost=Decimal(9))
    done = read(site)
    assert done.days == (
        DayUse(date(2026, 11, 19), 2, 1, 1, 240, Decimal("0.25")),
        DayUse(date(2026, 11, 20), 1, 0, 0, 0, None),
    )
    assert done.contacts == (ContactUse(ann, "Ann", 2, 240, Decimal("0.25")), ContactUse(bea, "Bea", 1, 0, None))
    assert [(line.name, line.status, line.tokens) for line in done.runs] == [
        ("Bea", "unchanged", 0),
        ("Ann", "failed", 120),
        ("Ann", "saved", 120),
        ("Bea", "saved", 120),
    ]


def test_verdicts_are_counted_by_rule(site: Site) -> None:
    ann = site.contact("Ann")
    run(site, ann, operations=(("add", "applied", "new"), ("add", "rejected", "unsupported")))
    run(site, ann, operations=(("add", "applied", "new"), ("restate", "reinforced", "same")))
    run(site, ann, status="preview", operations=(("add", "applied", "new"),))
    done = read(site)
    assert done.verdicts == (
        VerdictCount("applied", "new", 2),
        VerdictCount("reinforced", "same", 1),
        VerdictCount("rejected", "unsupported", 1),
    )
    assert done.accepted == 0.75


@pytest.mark.parametrize(
    ("runs", "last", "suspicious"), [(29, "add", False), (30, "add", True), (30, "contradict", False)]
)
def test_thirty_runs_without_a_contradiction_are_flagged(site: Site, runs: int, last: str, suspicious: bool) -> None:
    ann = site.contact("Ann")
    run(site, ann, operations=(("contradict", "applied", "newer"),))
    for number in range(runs):
        run(site, ann, operations=((last if number == runs - 1 else "add", "applied", "new"),))
        run(site, ann)  # nothing was proposed: it does not count
    found = read(site).contradictions
    assert found == Contradictions(30, 30, int(last == "contradict" or runs < 30))
    assert found.is_suspicious is suspicious


def test_a_message_set_aside_is_told_with_its_reason(site: Site) -> None:
    ann = site.contact("Ann")
    run_id = run(site, ann, status="failed", error="It was refused.")
    site.run("insert into crm_context_seen (contact_id, interaction_id, digest, run_id) values (:c, 'i1', 'd', :r)",
             c=ann, r=run_id)  # fmt: skip
    assert read(site).set_aside == (SetAside(ann, "Ann", "i1", NOW, "It was refused."),)


def test_health_is_behind_limited_or_well(site: Site) -> None:
    ann = site.contact("Ann")
    site.interaction(ann, 100)

    def state(limits: Limits | None = None, minutes: float = 0) -> tuple[str, int, int]:
        with transaction(site.database) as connection:
            moment = NOW + timedelta(minutes=minutes)
            found = health(connection, now=moment, pace=Pace(), limits=limits or Limits())
        return found.state, len(found.due), found.running

    assert state() == ("behind", 1, 0)
    run(site, ann, model="m")
    assert state(Limits(runs=1)) == ("limit", 1, 0)
    assert state(minutes=-85) == ("ok", 1, 0)
    site.run("insert into crm_context_lease (contact_id, until) values (:c, :until)", c=ann, until=site.ago(-1))
    assert state() == ("ok", 0, 1)


def test_a_contact_that_fails_is_told_with_the_reason_and_the_next_attempt(site: Site) -> None:
    ann = site.contact("Ann")
    insert = (
        "insert into crm_context_lease (contact_id, attempts, error, next_at) values (:c, 5, 'It was refused.', :at)"
    )
    site.run(insert, c=ann, at=NOW)
    with transaction(site.database) as connection:
        found = health(connection, now=NOW, pace=Pace(), limits=Limits())
    assert found.troubles == (Trouble(ann, "Ann", 5, "It was refused.", NOW),)
    assert found.attention == found.troubles
