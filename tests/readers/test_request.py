"""What a reader is told of each message and each fact."""

from typing import Any

import pytest
from sqlalchemy import Engine

from lib.context import decisions
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.context.store.sources import reading
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day

MAIL = """Hello, we prefer the second flat.

> Which one do you like best?

-- 
Anna Berg
Berg Studio"""


@pytest.fixture
def business(database: Engine) -> Engine:
    site.install(database)
    return database


def asked(business: Engine, number: float, *answers: Any, budget: int = 24_000) -> dict[str, Any]:
    """The request of a refresh on that day."""
    reader = Scripted(*(answers or (answer(),)))
    refresh(business, ANNA, reader=reader, now=day(number), budget=budget)
    return reader.requests[-1]


def test_a_source_says_who_wrote_it_in_which_thread_on_which_weekday_and_in_which_parts(business: Engine) -> None:
    site.write(business, "m1", MAIL, at=day(1), thread_id="flat", subject="The flat")
    site.write(
        business, "m2", "All is well.", at=day(2), author="us", direction="out", author_name="Ben Ito", thread_id="x"
    )
    first, second = asked(business, 3)["sources"]
    assert {key: value for key, value in first.items() if key != "text"} == {
        "id": "s1",
        "channel": "email",
        "thread": "t2",
        "author": "contact",
        "author_name": "Anna Berg",
        "occurred_at": day(1).isoformat(),
        "weekday": "Tuesday",
        "subject": "The flat",
        "parts": [
            {"part": "own", "begins": "Hello, we prefer the second flat."},
            {"part": "quoted", "begins": "> Which one do you like best?"},
            {"part": "signature", "begins": "-- Anna Berg Berg Studio"},
        ],
    }
    assert first["text"] == MAIL
    assert (second["author"], second["author_name"], second["thread"], second["parts"]) == ("us", "Ben Ito", "t1", [])


def test_a_thread_that_is_closed_has_a_name_of_its_own(business: Engine) -> None:
    site.write(business, "m1", "I live in Porto.", at=day(1), thread_id="old")
    site.write(business, "m2", "I have two dogs.", at=day(1.1), thread_id="old")
    site.write(business, "m3", "They are called Rex and Max.", at=day(1.2), kind="call", thread_id="old")
    assert [source["thread"] for source in asked(business, 300)["sources"]] == ["c1", "c1", ""]


def test_earlier_messages_of_the_same_threads_go_along_as_read_before(business: Engine) -> None:
    site.write(
        business, "m1", "Which area do you like best?", at=day(1), author="us", direction="out", thread_id="flat"
    )
    site.write(business, "other", "About the dinner.", at=day(1.1), thread_id="dinner")
    site.write(business, "auto", "I am away.", at=day(1.2), thread_id="flat", subject="Automatic reply: flat")
    asked(business, 2)
    site.write(
        business, "m2", "Graça, close to the tram.\n\nOn Monday Ben wrote:\n> Which area?", at=day(3), thread_id="flat"
    )
    request = asked(business, 4)
    assert request["earlier"] == [
        {
            "id": "e1",
            "channel": "email",
            "thread": "t1",
            "author": "us",
            "author_name": "Anna Berg",
            "occurred_at": day(1).isoformat(),
            "weekday": "Tuesday",
            "read_before": True,
            "text": "Which area do you like best?",
        }
    ]
    assert [source["id"] for source in request["sources"]] == ["s1"]


def test_what_is_not_read_yet_or_came_later_is_no_earlier_message(business: Engine) -> None:
    site.write(
        business, "late", "This was filed first, and written last.", at=day(9), changed_at=day(1), thread_id="flat"
    )
    asked(business, 1.5)
    site.write(business, "m1", "I live in Porto. " * 40, at=day(0.1), changed_at=day(2), thread_id="flat")
    site.write(business, "m2", "I have two dogs. " * 40, at=day(0.2), changed_at=day(2), thread_id="flat")
    reader = Scripted(answer(), answer())
    refresh(business, ANNA, reader=reader, now=day(3), budget=500)
    one, two = reader.requests
    assert (one["earlier"], [item["text"][:13] for item in two["earlier"]]) == ([], [])
    refresh(business, ANNA, reader=reader, now=day(3.1))


def test_the_newest_earlier_messages_fit_what_the_new_ones_leave(business: Engine) -> None:
    for number in range(1, 11):
        site.write(
            business, f"m{number}", f"Message {number}: " + "all is well. " * 20, at=day(number), thread_id="flat"
        )
    asked(business, 11)
    site.write(business, "new", "I have two dogs.", at=day(12), thread_id="flat")
    told = asked(business, 13, budget=600)["earlier"]
    assert [item["text"][:11] for item in told] == ["Message 8: ", "Message 9: ", "Message 10:"]
    site.write(business, "longer", "I have a cat. " * 80, at=day(14), thread_id="flat")
    assert asked(business, 15, budget=600)["earlier"] == []


def test_a_long_earlier_message_is_cut_visibly(business: Engine) -> None:
    site.write(business, "m1", "All is well. " * 400, at=day(1), thread_id="flat")
    asked(business, 2)
    site.write(business, "new", "I have two dogs.", at=day(3), thread_id="flat")
    (told,) = asked(business, 4)["earlier"]
    assert (len(told["text"]), told["text"][-9:]) == (1_509, "\n[… cut]\n")


def test_nothing_can_be_quoted_from_an_earlier_message(business: Engine) -> None:
    site.write(business, "m1", "I live in Porto, by the sea.", at=day(1), thread_id="flat")
    asked(business, 2)
    site.write(business, "new", "I have two dogs.", at=day(3), thread_id="flat")
    outcome = refresh(
        business, ANNA, reader=Scripted(answer(add("I live in Porto.", "I live in Porto", source="e1"))), now=day(4)
    )
    assert [(verdict.verdict, verdict.rule) for verdict in outcome.verdicts] == [("rejected", "unknown_source")]


def test_a_fact_says_whose_word_it_is_and_when_it_was_last_said(business: Engine) -> None:
    site.write(business, "m1", "I live in Porto. I have two dogs.", at=day(1))
    asked(business, 2, answer(add("I live in Porto."), add("I have two dogs.")))
    with reading(business) as connection:
        dogs = next(fact for fact in reads.facts(connection, ANNA) if "dogs" in fact.text)
    decisions.correct(business, ANNA, dogs.id, "Has three dogs.", actor="Bo", reason="Seen.", now=day(5))
    site.write(business, "m2", "All is well here.", at=day(6))
    assert asked(business, 7)["facts"] == [
        {
            "id": f"f{number}",
            "kind": "key_fact",
            "type": "",
            "text": text,
            "status": "active",
            "pinned": False,
            "said_by": "contact",
            "said_at": said_at.isoformat(),
        }
        for number, (text, said_at) in enumerate([("I live in Porto.", day(1)), ("Has three dogs.", day(5))], 1)
    ]
