"""Who is due, why and since when."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from lib.context.queue import due, lease
from lib.context.queue.due import Due, Pace
from lib.database import transaction
from tests.support.queue_site import NOW, Site, build

DAY = 24 * 60


@pytest.fixture
def site(database: Engine) -> Site:
    build(database)
    return Site(database)


def found(site: Site, *, now_in: float = 0, pace: Pace | None = None) -> list[Due]:
    """What `recent` finds so many minutes from now; the sweep must find no less."""
    moment = site.now + timedelta(minutes=now_in)
    with transaction(site.database) as connection:
        recent = due.recent(connection, now=moment, pace=pace or Pace())
        assert set(recent) <= set(due.sweep(connection, now=moment, pace=pace or Pace()))
    return list(recent)


def reasons(site: Site, *, now_in: float = 0, pace: Pace | None = None) -> list[tuple[int, str]]:
    return [(item.contact_id.int, item.reason) for item in found(site, now_in=now_in, pace=pace)]


def swept(site: Site) -> list[tuple[int, str]]:
    with transaction(site.database) as connection:
        return [(item.contact_id.int, item.reason) for item in due.sweep(connection, now=site.now, pace=Pace())]


def read(site: Site, contact_id: UUID, minutes: float, *, derived_until: float | None = None) -> None:
    """Everything filed until so many minutes ago was read then, and a context stands."""
    values = {
        "c": contact_id,
        "at": site.ago(minutes),
        "until": None if derived_until is None else site.ago(derived_until),
    }
    with transaction(site.database) as connection:
        connection.execute(text("set local session_replication_role = replica"))
        run = connection.execute(
            text(
                "insert into crm_context_run (contact_id, trigger, actor, status, base_version, version, started_at)"
                " values (:c, 'manual', 'ann', 'saved', 0, 1, :at) returning run_id"
            ),
            values,
        ).scalar_one()
        connection.execute(
            text(
                "insert into crm_client_context values (:c, 1, '{}', :at, :until)"
                " on conflict (contact_id) do update set derived_until = :until"
            ),
            values,
        )
        connection.execute(
            text(
                "insert into crm_context_seen (contact_id, interaction_id, digest, run_id)"
                " select contact_id, id, encode(sha256(convert_to(concat(subject, chr(10), body), 'UTF8')), 'hex'),"
                " :run from interaction where contact_id = :c and changed_at <= :at on conflict do nothing"
            ),
            {**values, "run": run},
        )


def known(site: Site, *, minutes: float = 5 * DAY) -> UUID:
    """A contact with a context, who wrote in the last days, so that a new message breaks no silence."""
    contact_id = site.contact()
    site.interaction(contact_id, minutes, thread="old")
    read(site, contact_id, minutes - 1)
    return contact_id


def test_nothing_new_is_not_due(site: Site) -> None:
    known(site)
    assert found(site) == []


def test_an_ordinary_mail_is_due_after_an_hour_of_quiet(site: Site) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 59)
    assert reasons(site) == []
    assert found(site, now_in=1) == [
        Due(contact_id, "thread", site.ago(59), site.ago(-1), attempts=0, error=None, next_at=None, is_held=False)
    ]


def test_a_second_mail_starts_the_quiet_hour_again(site: Site) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 61)
    site.interaction(contact_id, 10, author="us")
    assert reasons(site) == []
    assert reasons(site, now_in=50) == [(contact_id.int, "thread")]


def test_other_times_are_settings(site: Site) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 10)
    assert reasons(site, pace=Pace(quiet=timedelta(minutes=9))) == [(contact_id.int, "thread")]


@pytest.mark.parametrize("key", ["open deal", "needs our reply", "burst", "silence", "first mail ever"])
def test_a_key_thread_is_due_after_five_quiet_minutes(site: Site, key: str) -> None:
    contact_id = (
        site.contact() if key == "first mail ever" else known(site, minutes=(20 if key == "silence" else 5) * DAY)
    )
    if key == "open deal":
        site.deal(contact_id, 6 * DAY)
    for minutes in (20 * 60, 2 * 60) if key == "burst" else ():
        site.interaction(contact_id, minutes, author="us")
    body = "Could you send the plans, please?" if key == "needs our reply" else "Thank you."
    site.interaction(contact_id, 4.5, body=body)
    expected = [(contact_id.int, "key_thread")]
    assert reasons(site) == (expected if key == "burst" else [])  # its oldest has waited for half an hour
    assert reasons(site, now_in=0.5) == expected


def test_an_answered_question_makes_no_key_thread(site: Site) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 20, body="Could you send the plans, please?")
    site.interaction(contact_id, 10, body="Here they are.", author="us")
    assert reasons(site) == []


def test_a_mail_asks_by_its_end_alone_as_its_reader_sees_it(site: Site) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 10, body=f"Could you send the plans, please? {'All is well. ' * 1_000}")
    assert reasons(site) == []


HUGE = {
    "five megabytes in one mail": "insert into interaction select 'huge', :c, 'email', 'in', 'contact', 't', null,"
    " repeat('word and number 12345 here. ', 190000), false, :at, null, :at",
    "five thousand threads": "insert into interaction select 'n' || n, :c, 'email', 'in',"
    " 'contact', 't' || n, null, 'Thank you. ' || n, false, :at - n * interval '1 hour', null, :at"
    " from generate_series(1, 5000) as n",
}


@pytest.mark.parametrize("huge", HUGE)
def test_who_is_due_is_known_in_time_whatever_waits(site: Site, huge: str) -> None:
    contact_id = known(site)
    site.run(HUGE[huge], c=contact_id, at=site.ago(70))
    with transaction(site.database) as connection:
        connection.execute(text("analyze interaction"))
        connection.execute(text("set local statement_timeout = '4s'"))
        (found,) = due.waiting(connection, now=site.now, pace=Pace(), contacts=[contact_id])
    assert (found.contact_id, found.state(site.now)) == (contact_id, "due")


def test_a_closed_deal_makes_no_key_thread(site: Site) -> None:
    contact_id = known(site)
    site.deal(contact_id, 6 * DAY, is_open=False)
    site.interaction(contact_id, 10)
    assert reasons(site) == []


def test_a_key_thread_that_never_rests_is_due_after_half_an_hour(site: Site) -> None:
    contact_id = known(site)
    for minutes in range(29, 0, -2):
        site.interaction(contact_id, minutes)
    assert reasons(site) == []
    assert found(site, now_in=1)[0].since == site.ago(29)


@pytest.mark.parametrize("kind", ["meeting", "call"])
def test_a_finished_meeting_or_call_is_due_at_once_and_a_coming_one_not(site: Site, kind: str) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 30, kind=kind, thread=None, ended=-10, changed=3 * DAY)
    assert reasons(site) == []
    assert found(site, now_in=10) == [
        Due(contact_id, kind, site.ago(-10), site.ago(-10), attempts=0, error=None, next_at=None, is_held=False)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("how", ["bulk", "automatic"])
def test_bulk_and_automatic_mail_is_never_due_by_itself(site: Site, how: str) -> None:
    contact_id = known(site)
    site.deal(contact_id, 6 * DAY)
    subject = "Automatic reply: House" if how == "automatic" else "News"
    site.interaction(contact_id, DAY, subject=subject, is_bulk=how == "bulk")
    assert reasons(site) == []
    assert swept(site) == []


def test_an_edited_message_is_due_again_and_its_old_text_is_not(site: Site) -> None:
    contact_id = known(site)
    site.run("update interaction set body = 'Thank you again.', changed_at = :at", at=site.ago(60))
    assert reasons(site) == [(contact_id.int, "key_thread")]  # it was the first mail ever
    site.run("update interaction set body = 'Thank you, all is well here.', changed_at = :at", at=site.ago(60))
    assert reasons(site) == []


def test_a_deleted_message_makes_nobody_due(site: Site) -> None:
    known(site)
    site.run("delete from interaction")
    assert reasons(site) == []
    assert swept(site) == []


def test_a_row_filed_in_the_future_does_not_exist_yet(site: Site) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 120, changed=-5)
    assert reasons(site) == []


@pytest.mark.parametrize("row", ["deal", "link"])
def test_a_changed_row_is_due_until_a_run_has_looked(site: Site, row: str) -> None:
    contact_id = known(site)
    getattr(site, row)(contact_id, 10)
    assert swept(site) == [(contact_id.int, "changed_row")]
    assert reasons(site) == ([(contact_id.int, "changed_row")] if row == "deal" else [])
    read(site, contact_id, 9)
    assert swept(site) == []


def test_a_changed_row_of_a_contact_without_a_context_is_nothing_to_derive(site: Site) -> None:
    site.deal(site.contact(), 10)
    assert swept(site) == []


def test_a_pin_is_no_look_at_the_rows(site: Site) -> None:
    contact_id = known(site)
    site.deal(contact_id, 10)
    site.run(
        "insert into crm_context_run (contact_id, trigger, actor, status, base_version, started_at, proposals)"
        """ values (:c, 'decision', 'ann', 'saved', 1, :at, cast('{"decision": {"what"\\: "pin"}}' as jsonb))""",
        c=contact_id,
        at=site.ago(5),
    )
    assert reasons(site) == [(contact_id.int, "changed_row")]


def test_a_derived_field_that_the_clock_changes_is_due_at_that_moment_and_once(site: Site) -> None:
    contact_id = known(site)
    read(site, contact_id, 2 * DAY, derived_until=-10)
    assert reasons(site, now_in=9) == []
    assert reasons(site, now_in=10) == [(contact_id.int, "clock")]
    site.now += timedelta(minutes=30)
    read(site, contact_id, 0, derived_until=20)
    assert reasons(site) == []


def test_a_request_is_due_now_and_first_of_all(site: Site) -> None:
    meeting, asked, deal = known(site), known(site), known(site)
    site.interaction(meeting, 60, kind="meeting", ended=30)
    site.deal(deal, 90)
    with transaction(site.database) as connection:
        lease.request(connection, asked, actor="tom", now=site.now)
    assert reasons(site) == [(asked.int, "request"), (meeting.int, "meeting"), (deal.int, "changed_row")]


def test_who_waits_longest_comes_first_among_equals(site: Site) -> None:
    later, earlier = known(site), known(site)
    site.interaction(later, 100)
    site.interaction(earlier, 200)
    assert reasons(site) == [(earlier.int, "thread"), (later.int, "thread")]


def test_the_most_urgent_of_several_reasons_counts(site: Site) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 300)
    site.interaction(contact_id, 20, kind="call", thread=None, ended=10)
    assert reasons(site) == [(contact_id.int, "call")]


def test_a_contact_that_is_gone_is_not_due(site: Site) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 100)
    site.run("create or replace view crm_source_contact as select contact_id, name, null::text as email, null::text as"
             " phone, null::text as company, created_at from contact where false")  # fmt: skip
    assert reasons(site) == []


def test_an_erased_person_is_due_only_when_somebody_asks(site: Site) -> None:
    contact_id = site.contact()
    site.interaction(contact_id, 100)
    site.run(
        "insert into crm_context_erasure (contact_id, erased_by, erased_at, reason) values (:c, 'tom', :at, 'asked')",
        c=contact_id,
        at=site.ago(50),
    )
    assert reasons(site) == []
    assert swept(site) == []
    with transaction(site.database) as connection:
        lease.request(connection, contact_id, actor="tom", now=NOW)
    assert reasons(site) == [(contact_id.int, "request")]


def test_what_is_held_or_rests_is_shown_but_not_offered(site: Site) -> None:
    held, resting, free = known(site), known(site), known(site)
    for contact_id in (held, resting, free):
        site.interaction(contact_id, 100)
    with transaction(site.database) as connection:
        assert lease.take(connection, held, now=NOW, seconds=60)
        taken = lease.take(connection, resting, now=NOW, seconds=60)
        assert taken
        lease.record_failure(connection, taken, "The model declined to answer.", now=NOW)
        shown = due.waiting(connection, now=NOW, pace=Pace())
    assert reasons(site) == [(free.int, "thread")]
    assert {(item.contact_id, item.state(NOW), item.error) for item in shown} == {
        (held, "running", None),
        (resting, "resting", "The model declined to answer."),
        (free, "due", None),
    }


def test_what_waits_for_quiet_is_shown_with_its_moment(site: Site) -> None:
    contact_id, other = known(site), known(site)
    site.interaction(contact_id, 20)
    site.interaction(other, 20)
    with transaction(site.database) as connection:
        (item,) = due.waiting(connection, now=NOW, pace=Pace(), contacts=[contact_id])
    assert (item.contact_id, item.state(NOW), item.due_at) == (contact_id, "waiting", site.ago(-40))


def test_what_changed_long_ago_is_left_to_the_sweep(site: Site) -> None:
    contact_id = known(site)
    site.interaction(contact_id, 3 * DAY)
    assert reasons(site) == []
    assert swept(site) == [(contact_id.int, "thread")]
