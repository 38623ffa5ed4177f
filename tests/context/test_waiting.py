"""What a model says of threads that wait for our answer or do not, and when it counts."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.context.engine.waiting import ANSWERED, NOT_FOUND, STILL_ASKS, TURNED
from lib.context.readers import LocalRules
from lib.context.refresh import refresh
from lib.context.store import contact_search
from lib.database import read_only
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, contradict, day
from tests.support.stored_runs import stored_runs

WAITS = "I have been looking at the mailbox every morning since the viewing."
THANKS = "That is all I wanted to know."
ASKS = "When do we sign the contract?"


@pytest.fixture
def business(database: Engine) -> Engine:
    """A business without any correspondence yet."""
    site.install(database)
    return database


def write(business: Engine, id: str, body: str, *, at: float = 0, author: str = "contact", **columns: Any) -> None:
    direction = "out" if author == "us" else "in"
    site.write(business, id, body, at=day(at), author=author, direction=direction, thread_id="t-1", **columns)


def thread(business: Engine, waits: str, quote: str, *, at: float = 3) -> dict[str, Any]:
    """The thread of the object after a refresh in which a model says that."""
    said = answer(threads=[{"thread": "t1", "suggested_tone": "", "waits": waits, "quote": quote}])
    return shown(refresh(business, ANNA, reader=Scripted(said), now=day(at)).context)


def shown(context: dict[str, Any] | None) -> dict[str, Any]:
    assert context is not None
    (found,) = context["open_threads"]
    return {"needs_reply": found["needs_reply"], "summary": context["summary"]}


def verdict(business: Engine) -> tuple[str, str]:
    with read_only(business) as connection:
        found = [
            item
            for run in stored_runs(connection, ANNA)
            for item in run.proposals.get("suggestions", [])
            if item["field"] == "needs_reply"
        ]
    (said,) = found
    return said["verdict"], said["why"]


def test_a_thread_waits_where_the_clients_words_show_it(business: Engine) -> None:
    write(business, "m1", f"Hello. {WAITS}", at=1)
    found = thread(business, "yes", WAITS)
    assert found["needs_reply"] is True
    assert found["summary"].endswith(f"Not answered since 2026-06-02: “{WAITS}”")
    with read_only(business) as connection:
        (run,) = stored_runs(connection, ANNA)
    (kept,) = run.proposals["suggestions"]
    assert (kept["key"], kept["value"], kept["evidence"]["quote"], kept["evidence"]["start"]) == ("m1", "yes", WAITS, 7)


def test_without_a_word_of_the_model_the_same_thread_does_not_wait(business: Engine) -> None:
    write(business, "m1", f"Hello. {WAITS}", at=1)
    assert thread(business, "", "")["needs_reply"] is False


def test_what_the_model_said_holds_in_later_refreshes_of_any_reader(business: Engine) -> None:
    write(business, "m1", f"Hello. {WAITS}", at=1)
    thread(business, "yes", WAITS)
    write(business, "m2", "It rains here.", at=4)
    again = refresh(business, ANNA, reader=LocalRules(), now=day(5))
    assert shown(again.context)["needs_reply"] is True


def test_a_reply_of_ours_ends_what_the_model_said(business: Engine) -> None:
    write(business, "m1", f"Hello. {WAITS}", at=1)
    thread(business, "yes", WAITS)
    write(business, "m2", "Dear Anna, here it is.", at=4, author="us")
    assert shown(refresh(business, ANNA, reader=LocalRules(), now=day(5)).context)["needs_reply"] is False


def test_an_edited_message_takes_the_word_on_it_along(business: Engine) -> None:
    write(business, "m1", f"Hello. {WAITS}", at=1)
    thread(business, "yes", WAITS)
    with business.begin() as connection:
        connection.exec_driver_sql("update site_interaction set body = 'Hello.', changed_at = %s", (day(4),))
    assert shown(refresh(business, ANNA, reader=LocalRules(), now=day(5)).context)["needs_reply"] is False


def test_a_thread_does_not_wait_where_later_words_say_so(business: Engine) -> None:
    write(business, "m1", ASKS, at=1)
    write(business, "m2", f"I asked the notary myself. {THANKS}", at=2)
    assert thread(business, "no", THANKS)["needs_reply"] is False
    assert verdict(business) == ("applied", "The client's words show it.")


def test_the_next_question_waits_again(business: Engine) -> None:
    write(business, "m1", f"I asked the notary myself. {THANKS}", at=2)
    thread(business, "no", THANKS)
    write(business, "m2", ASKS, at=4)
    assert shown(refresh(business, ANNA, reader=LocalRules(), now=day(5)).context)["needs_reply"] is True


REFUSED: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "a question is left out": ("no", THANKS, {"body": f"{THANKS} {ASKS}"}, STILL_ASKS),
    "the question itself": ("no", ASKS, {"body": f"Hello. {ASKS}"}, STILL_ASKS),
    "invented": ("yes", "I wait for your answer.", {"body": f"Hello. {ASKS}"}, NOT_FOUND),
    "quoted": ("yes", WAITS, {"body": f"{ASKS}\n\nOn 2 May 2026, Rita wrote:\n> {WAITS}"}, NOT_FOUND),
    "somebody else": ("yes", WAITS, {"body": WAITS, "author": "other"}, NOT_FOUND),
    "cut": ("no", "need to hear from you", {"body": f"{ASKS} I really do not need to hear from you."}, TURNED),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_model_may_not_say(business: Engine, case: str) -> None:
    value, quote, columns, why = REFUSED[case]
    write(business, "m0", ASKS, at=0.5)
    write(business, "m1", at=1, **columns)
    assert thread(business, value, quote)["needs_reply"] is True
    assert verdict(business) == ("rejected", why)


def test_old_words_pasted_again_show_nothing(business: Engine) -> None:
    write(business, "m1", f"Hello. {WAITS}", at=0.5)
    write(business, "m2", "Here is all of it, dear Anna.", at=1, author="us")
    write(business, "m3", f"Lovely. {WAITS}", at=2)
    assert thread(business, "yes", WAITS)["needs_reply"] is False
    assert verdict(business) == ("rejected", NOT_FOUND)


@pytest.mark.parametrize("how", ["mail", "call"])
def test_the_model_cannot_keep_waiting_what_we_answered(business: Engine, how: str) -> None:
    write(business, "m1", f"Hello. {WAITS}", at=1)
    if how == "mail":
        write(business, "m2", "Dear Anna, here it is.", at=2, author="us")
    else:
        site.write(business, "c1", "We talked it over.", at=day(2), kind="call", author="us")
    assert thread(business, "yes", WAITS)["needs_reply"] is False
    assert verdict(business) == ("rejected", ANSWERED)


@pytest.mark.parametrize(
    "item",
    [
        {"thread": "t9", "waits": "yes", "quote": WAITS},
        {"thread": ["t1"], "waits": "yes", "quote": WAITS},
        {"thread": "t1", "waits": "maybe", "quote": WAITS},
        {"thread": "t1", "waits": ["yes"], "quote": WAITS},
        {"thread": "t1", "waits": "yes", "quote": 5},
        {"thread": "t1", "waits": "yes", "quote": "\x00"},
        {"thread": "t1", "waits": "yes", "quote": "\ud800" * 500},
        "t1",
        None,
    ],
)
def test_what_is_not_well_formed_says_nothing(business: Engine, item: Any) -> None:
    write(business, "m1", f"Hello. {WAITS}", at=1)
    outcome = refresh(business, ANNA, reader=Scripted(answer(threads=[item])), now=day(3))
    assert (outcome.status, shown(outcome.context)["needs_reply"]) == ("saved", False)


def test_the_day_after_which_a_reply_is_late_follows_the_model(business: Engine) -> None:
    write(business, "m1", f"Hello. {WAITS}", at=1)
    thread(business, "yes", WAITS)
    late: datetime = day(6)
    context = refresh(business, ANNA, reader=LocalRules(), now=late).context
    assert context is not None
    assert [risk["note"][:30] for risk in context["risks"]] == ["No reply since 2026-06-02: Hel"]


def test_the_list_of_those_who_wait_dates_a_thread_by_the_first_message_that_asks(business: Engine) -> None:
    write(business, "m1", f"Hello. {ASKS}", at=1)
    refresh(business, ANNA, reader=LocalRules(), now=day(1.5))
    write(business, "m2", "By the way, the neighbour has a new dog.", at=4)
    refresh(business, ANNA, reader=LocalRules(), now=day(5))
    with read_only(business) as connection:
        (line,) = contact_search.listed(connection, "reply", since=day(0))
    assert (line.waits_since, line.thread) == (day(1), "t-1")


def test_the_list_of_changes_says_what_changed(business: Engine) -> None:
    def note() -> str:
        with read_only(business) as connection:
            return contact_search.listed(connection, "changed", since=day(2))[0].note

    write(business, "m1", "My budget is 500,000 euros. I have two dogs.", at=1)
    refresh(business, ANNA, reader=Scripted(answer(add("Has two dogs.", "I have two dogs"))), now=day(1.5))
    write(business, "m2", ASKS, at=2)
    refresh(business, ANNA, reader=LocalRules(), now=day(2.5))
    assert note() == "changed: open threads, summary"
    write(business, "m3", "My budget is 500,000 euros. I have three dogs now.", at=3)
    change = contradict("f1", "Has three dogs.", "I have three dogs now")
    budget = add("Budget is 500,000 euros.", "My budget is 500,000 euros.")
    refresh(business, ANNA, reader=Scripted(answer(change, budget)), now=day(3.5))
    assert note() == "new: Budget is 500,000 euros. (and 1 more); ended: Has two dogs."
