"""Refreshing, previewing and deciding on the client page."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from threading import Event
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text
from streamlit.testing.v1 import AppTest

from lib.context.accept_preview import PreviewOutdated
from lib.context.model import ReaderAnswer
from lib.context.queue import lease
from lib.context.readers import ReaderFailed
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.database import database_clock, read_only, transaction
from lib.ui.clients import data, jobs
from lib.ui.components import background
from tests.support import site
from tests.support.client_pages import Open, html, lines, said
from tests.support.client_story import BORIS, EVIL, Storyteller
from tests.support.site import ANNA, Scripted, add, answer
from tests.support.stored_runs import stored_runs

Use = Callable[[Any], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """A function that makes the page read with this reader."""
    return lambda reader: monkeypatch.setattr("lib.ui.clients.refresh.reader_for", lambda settings: reader)


def waited(contact_id: Any = ANNA) -> jobs.Job:
    """The contact's refresh when it is over."""
    job = jobs.jobs().of(contact_id)
    assert job is not None
    assert job.future is not None
    job.future.exception(timeout=60)
    return job


def version(database: Engine) -> int:
    with read_only(database) as connection:
        current = reads.current(connection, ANNA)
    assert current is not None
    return current.version


def fact_id(page: AppTest, words: str) -> int:
    return int(next(line["id"] for line in lines(page, "Facts") if line["title"] == words))


def decide(page: AppTest, words: str, choice: str, reason: str, *, wording: str = "") -> AppTest:
    """Open a fact, choose a decision and send it off, as a person does in the dialog."""
    number = fact_id(page, words)
    page.session_state["fact_open"] = number
    page.run()
    page.segmented_control(key=f"decide_{number}").set_value(choice)
    page.session_state["fact_open"] = number
    page.run()
    page.text_input(key=f"reason_{number}_{choice}").set_value(reason)
    if wording:
        page.text_area[0].set_value(wording)
    page.session_state["fact_open"] = number
    return next(button for button in page.button if button.label == choice).click().run()


def test_a_refresh_runs_outside_the_page_and_shows_its_verdicts(open_client: Open, use: Use, story: Engine) -> None:
    use(Scripted(answer(add("Meets on Tuesday at noon.", "Shall we meet on Tuesday at noon?"))))
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    assert waited().outcome is not None
    page.run()
    shown = html(page)
    assert "Version 7 is saved." in shown
    assert "Meets on Tuesday at noon." in shown
    assert "version 7" in shown
    page.button(key="refresh_show").click().run()
    assert (page.query_params["from"], page.query_params["to"]) == ("6", "7")
    assert "Meets on Tuesday at noon." in html(page)


def test_a_refresh_that_is_over_before_it_is_seen_opens_what_it_changed_once(
    open_client: Open, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(Scripted(answer(add("Meets on Tuesday at noon.", "Shall we meet on Tuesday at noon?"))))
    begin = jobs.start

    def start_and_wait(*arguments: Any, **named: Any) -> None:
        begin(*arguments, **named)
        waited()

    monkeypatch.setattr("lib.ui.clients.refresh.start", start_and_wait)
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    assert (page.query_params["from"], page.query_params["to"]) == ("6", "7")
    assert "Version 7 is saved." in html(page)
    page.query_params["view"] = "now"
    page.run()
    assert page.query_params["view"] == "now"


def test_a_refresh_that_ends_while_the_page_is_drawn_is_not_missed(
    open_client: Open, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, go_on = data.current, Event()

    def read_and_wait(contact_id: UUID, *, now: datetime) -> Any:
        known = read(contact_id, now=now)
        if jobs.jobs().of(contact_id):
            go_on.set()
            waited(contact_id)
        return known

    use(Storyteller(before=lambda: go_on.wait(60)))
    page = open_client(contact=BORIS)
    monkeypatch.setattr("lib.ui.clients.data.current", read_and_wait)
    page.button(key="refresh").click().run()
    assert "version 1" in html(page)
    assert not page.button(key="refresh").disabled


def test_a_refresh_that_runs_shows_its_steps_and_cannot_be_started_twice(open_client: Open, use: Use) -> None:
    go_on, asked = Event(), Event()

    def wait() -> None:
        asked.set()
        go_on.wait(60)

    reader = Storyteller(before=wait)
    use(reader)
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    assert asked.wait(60)
    page.run()
    assert 'orb-now">Asking the reader' in html(page)
    assert page.button(key="refresh").disabled
    assert page.button(key="preview").disabled
    running = jobs.jobs().of(ANNA)
    assert running is not None
    again = jobs.Job(contact_id=ANNA, kind="refresh", base_version=6, started_at=datetime.now(UTC))
    assert jobs.jobs().start(again, lambda report: pytest.fail("It ran twice.")) is running
    go_on.set()
    assert [*dict.fromkeys(waited().steps)] == ["collecting", "asking", "judging", "saving"]
    assert reader.calls == 1


def test_nothing_new_is_said_so(open_client: Open, use: Use, story: Engine) -> None:
    with transaction(story) as connection:
        connection.execute(text("delete from site_interaction where id = 'm8'"))
    use(Storyteller())
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    waited()
    assert "There was nothing new; no version was made." in html(page.run())


def test_a_failure_says_what_happened_what_was_kept_and_is_retried_with_one_click(
    open_client: Open, use: Use, story: Engine
) -> None:
    use(Scripted(ReaderFailed("The model refused to answer."), answer()))
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    waited()
    (box,) = said(page.run())
    assert "The model refused to answer." in box
    assert "Version 6 stands as it was; what was not read stays unread." in box
    page.button(key="refresh_again").click().run()
    assert waited().error is None
    assert not said(page.run())


def test_a_preview_saves_nothing_and_is_accepted_without_a_second_call(
    open_client: Open, use: Use, story: Engine
) -> None:
    reader = Scripted(answer(add("Meets on Tuesday at noon.", "Shall we meet on Tuesday at noon?")))
    use(reader)
    page = open_client(contact=ANNA)
    page.button(key="preview").click().run()
    waited()
    shown = html(page.run())
    assert "Nothing is saved yet." in shown
    assert "<ins><span>Meets on Tuesday at noon.</span></ins>" in shown
    assert version(story) == 6
    page.button(key="preview_accept").click().run()
    assert version(story) == 7
    assert len(reader.requests) == 1
    assert (page.query_params["from"], page.query_params["to"]) == ("6", "7")


def test_a_preview_that_is_outdated_is_refused_and_the_refusal_closed(
    open_client: Open, use: Use, story: Engine
) -> None:
    use(Scripted(answer()))
    page = open_client(contact=ANNA)
    page.button(key="preview").click().run()
    waited()
    page.run()
    assert refresh(story, ANNA, reader=Scripted(answer()), now=datetime.now(UTC)).status == "saved"
    page.button(key="preview_accept").click().run()
    assert PreviewOutdated.title in said(page)[0]
    page.button(key="refused_close").click().run()
    assert PreviewOutdated.title not in " ".join(said(page))


def test_a_preview_that_is_discarded_leaves_no_trace_on_the_page(open_client: Open, use: Use, story: Engine) -> None:
    use(Scripted(answer(add("Meets on Tuesday at noon.", "Shall we meet on Tuesday at noon?"))))
    page = open_client(contact=ANNA)
    page.button(key="preview").click().run()
    waited()
    page.run().button(key="refresh_close").click().run()
    assert "Nothing is saved yet." not in html(page)
    assert version(story) == 6


def test_what_nobody_foresaw_is_one_sentence_and_its_place_is_in_the_log(
    open_client: Open, use: Use, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError("the client's own words")

    monkeypatch.setattr("lib.context.queue.leased_refresh.refresh", broken)
    use(Scripted())
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    waited()
    assert any(jobs.Unforeseen.title in sentence for sentence in said(page.run()))
    (record,) = [record for record in caplog.records if record.name == background.__name__]
    assert "ValueError" in record.getMessage()
    assert "in broken" in record.getMessage()
    assert "own words" not in record.getMessage().replace('raise ValueError("the client\'s own words")', "")


def test_a_database_lost_in_mid_refresh_is_said_and_the_retry_works(
    open_client: Open, use: Use, story_url: str, story: Engine
) -> None:
    name = make_url(story_url).database
    server = story_url.rsplit("/", 1)[0] + "/postgres"

    def lose() -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'alter database "{name}" allow_connections false')
            connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])

    use(Storyteller(before=lose))
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    error = waited().error
    assert error is not None
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'alter database "{name}" allow_connections true')
    page.run()
    assert any(error.title in box and "Version 6 stands as it was" in box for box in said(page))
    use(Storyteller())
    page.button(key="refresh_again").click().run()
    assert waited().error is None
    assert not page.exception


def test_another_worker_at_work_is_said(open_client: Open, use: Use, story: Engine) -> None:
    with transaction(story) as connection:
        connection.execute(
            text("insert into crm_context_lease (contact_id, until, holder) values (:id, 'infinity', 'else')"),
            {"id": ANNA},
        )
    use(Storyteller())
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    waited()
    assert any("Somebody refreshes this client right now." in box for box in said(page.run()))


def test_a_lease_is_held_by_the_databases_clock_on_a_machine_whose_own_is_slow(
    open_client: Open, use: Use, story: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - timedelta(hours=1)

    taken: list[lease.Lease | None] = []

    def take() -> None:
        with transaction(story) as connection:
            taken.append(lease.take(connection, ANNA, now=database_clock(connection), seconds=60))

    monkeypatch.setattr(jobs, "datetime", Slow)
    use(Storyteller(before=take))
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    assert waited().error is None
    assert taken == [None]
    with transaction(story) as connection:
        run = stored_runs(connection, ANNA)[0]
        assert database_clock(connection) - run.started_at < timedelta(minutes=30)


def test_the_first_refresh_of_a_client_shows_what_is_now_known(open_client: Open, use: Use) -> None:
    use(Storyteller())
    page = open_client(contact=BORIS)
    page.button(key="refresh").click().run()
    waited(BORIS)
    assert "version 1" in html(page.run())


def test_a_pin_shows_at_once_and_is_undone(open_client: Open) -> None:
    page = decide(open_client(contact=ANNA), "Prefers SMS over email.", "Pin", "")
    chips = {line["title"]: [chip["text"] for chip in line["chips"]] for line in lines(page, "Facts")}
    assert chips["Prefers SMS over email."] == ["Pinned"]
    page.button(key="undo_last").click().run()
    chips = {line["title"]: [chip["text"] for chip in line["chips"]] for line in lines(page, "Facts")}
    assert chips["Prefers SMS over email."] == []


def test_a_decision_is_dated_by_the_databases_clock(
    open_client: Open, story: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.now(UTC) + timedelta(minutes=3)
    monkeypatch.setattr("lib.ui.clients.decisions.database_clock", lambda _: moment)
    decide(open_client(contact=ANNA), "Prefers SMS over email.", "Retract", "A mistake.")
    with read_only(story) as connection:
        newest = connection.execute(text("select started_at from crm_context_run order by run_id desc limit 1"))
        assert newest.scalar_one() == moment


def test_a_correction_takes_the_place_of_the_fact_and_is_undone(open_client: Open) -> None:
    page = open_client(contact=ANNA)
    page = decide(page, "Prefers SMS over email.", "Correct", "She told me.", wording="Prefers WhatsApp.")
    titles = [line["title"] for line in lines(page, "Facts")]
    assert "Prefers WhatsApp." in titles
    assert "Prefers SMS over email." not in titles
    page.button(key="undo_last").click().run()
    titles = [line["title"] for line in lines(page, "Facts")]
    assert "Prefers SMS over email." in titles
    assert "Prefers WhatsApp." not in titles


def test_a_retraction_needs_a_reason_and_an_ended_fact_can_be_restored(open_client: Open) -> None:
    page = decide(open_client(contact=ANNA), "Prefers SMS over email.", "Retract", "")
    assert any("Say why" in box for box in said(page))
    page = decide(open_client(contact=ANNA), "Prefers SMS over email.", "Retract", "Another Anna.")
    assert "Prefers SMS over email." not in [line["title"] for line in lines(page, "Facts")]
    page.toggle(key="facts_ended").set_value(True).run()
    page = decide(page, "Prefers SMS over email.", "Restore", "It was her after all.")
    current = [line["title"] for line in lines(page, "Facts") if not line["is_struck"]]
    assert "Prefers SMS over email." in current


def test_a_decision_that_cannot_be_made_says_why(open_client: Open) -> None:
    page = decide(open_client(contact=ANNA), "Prefers SMS over email.", "Correct", "Typo.", wording="Budget is 650k.")
    assert any("This fact stands already." in box for box in said(page))


def test_the_reason_of_a_person_is_never_markup(open_client: Open) -> None:
    reason = f"She said so. {EVIL}"
    page = decide(open_client(contact=ANNA), "Prefers SMS over email.", "Correct", reason, wording="Prefers mail.")
    page.session_state["fact_open"] = fact_id(page, "Prefers mail.")
    assert "She said so. &lt;img src=x onerror=" in html(page.run())
    assert "<img src=x" not in html(page)


def test_a_proposal_that_was_set_aside_is_accepted_with_a_reason(open_client: Open) -> None:
    page = open_client(contact=ANNA)
    (line,) = lines(page, "Set aside")
    assert line["title"] == "Is a millionaire with 7 yachts."
    assert line["note"]
    page.session_state["proposal_open"] = line["id"]
    page.run()
    page.text_input(key="accept_reason").set_value("He showed me the yachts.")
    page.session_state["proposal_open"] = line["id"]
    next(button for button in page.button if button.label == "Accept").click().run()
    assert "Is a millionaire with 7 yachts." in [item["title"] for item in lines(page, "Facts")]


def test_an_older_version_is_restored_as_a_new_one(open_client: Open, story: Engine) -> None:
    page = open_client(contact=ANNA, from_=1, to=6)
    page.text_input(key="restore_reason").set_value("The rest was about another Anna.")
    next(button for button in page.button if button.label == "Restore").click().run()
    with read_only(story) as connection:
        current = reads.current(connection, ANNA)
        first = reads.snapshot(connection, ANNA, 1)
    assert current is not None
    assert current.version == 7
    assert sorted(current.document["key_facts"]) == sorted(first.document["key_facts"])


def test_the_answer_of_a_reader_is_never_markup(open_client: Open, use: Use) -> None:
    evil = "<script>alert(1)</script> **x** [y](https://evil.example)"
    use(Scripted(ReaderAnswer({"operations": [{"op": evil, "text": evil}]}), ReaderFailed(evil)))
    page = open_client(contact=ANNA)
    page.button(key="preview").click().run()
    waited()
    assert "<script>" not in html(page.run())
    page.button(key="refresh").click().run()
    waited()
    page.run()
    assert "<script>" not in html(page)
    assert page.error
    assert not [box for box in page.error if "<script>" in box.value or "](https" in box.value]


def test_the_page_says_what_was_not_read_of_a_long_message(open_client: Open, story: Engine) -> None:
    body = "We talked about the garden again. " * 600
    with read_only(story) as connection:
        now = database_clock(connection)
    site.write(story, "m9", body, at=now - timedelta(minutes=1), kind="note")
    refresh(story, ANNA, reader=Scripted(), now=now)
    page = open_client(contact=ANNA)
    assert "Of 1 long message only the first 12,000 of 20,400 characters were read" in html(page)
    page = open_client(contact=ANNA, view="history")
    assert "1 read in part" in str(lines(page, "Timeline")[0]["note"])


class Twice(Scripted):
    """A scripted reader that may be asked again."""

    def read_again(self, request: dict[str, Any], first: ReaderAnswer) -> ReaderAnswer | None:
        return self.read(request)


def test_what_is_refused_on_the_second_try_waits_on_the_page(open_client: Open, use: Use, story: Engine) -> None:
    wrong = add("Meets on Friday at noon.", "Shall we meet on Tuesday at noon?", kind="risk", type="meeting")
    use(Twice(answer(wrong), answer(wrong)))
    page = open_client(contact=ANNA)
    page.button(key="refresh").click().run()
    waited()
    page.run()
    shown = html(page)
    assert "1 proposal was set aside and waits for a person." in shown
    assert "Refused on the second try, too: a person decides." in shown
    aside = next(line for line in lines(open_client(contact=ANNA), "Set aside") if "Friday" in str(line["title"]))
    assert str(aside["note"]).endswith("Refused on the second try, too: a person decides.")
