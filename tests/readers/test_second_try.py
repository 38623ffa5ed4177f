"""The second try of a model whose proposals were refused for their form or for want of support."""

import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.context.accept_preview import accept_preview
from lib.context.engine.second_try import NOT_ASKED, STILL_REFUSED, WITHDRAWN
from lib.context.model import Outcome, ReaderAnswer
from lib.context.queue.leased_refresh import LeasedRefresh
from lib.context.readers import LocalRules, ReaderFailed
from lib.context.readers.contract import ReadsAgain
from lib.context.readers.openai_reader import OpenAIReader
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.context.store.client_view import rejected
from lib.database import read_only
from tests.support import site
from tests.support.scripted_model import Reply, completion, scripted_model
from tests.support.site import ANNA, Scripted, add, answer, contradict, day
from tests.support.stored_runs import stored_runs

MAIL = "Our budget is 500k for the flat. We have two dogs called Bo and Max. I am vegetarian."
RIGHT = add("Budget is 500k.", "Our budget is 500k")
WRONG = add("Budget is 600k.", "Our budget is 500k")
VEGETARIAN = add("Is vegetarian.", "I am vegetarian")


@pytest.fixture
def business(database: Engine) -> Engine:
    """A business that has one mail of its client on file."""
    site.install(database)
    site.write(database, "m1", MAIL)
    return database


class Twice(Scripted):
    """A scripted reader that may be asked again; each call takes 100 tokens, writes 20 and costs a tenth of a cent."""

    def read_again(self, request: dict[str, Any], first: ReaderAnswer) -> ReaderAnswer | None:
        assert first.calls == 1
        return self.read(request)


def costing(document: Any) -> ReaderAnswer:
    return ReaderAnswer(document, 100, 20, Decimal("0.001"), 5, "scripted-1")


def said(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(item.operation.text, item.verdict, item.reason) for item in outcome.verdicts]


def waiting(business: Engine) -> list[tuple[str, str]]:
    with read_only(business) as connection:
        return [(item.text, item.why) for item in rejected(connection, ANNA)]


UNSUPPORTED = "“600k” does not stand in the quotes."


def test_a_second_try_that_mends_is_applied_and_nothing_waits(business: Engine) -> None:
    reader = Twice(costing(answer(WRONG, VEGETARIAN)), costing(answer(RIGHT)))
    outcome = refresh(business, ANNA, reader=reader, now=day(1))
    assert said(outcome) == [("Is vegetarian.", "applied", "New."), ("Budget is 500k.", "applied", "New.")]
    assert waiting(business) == []
    first, second = reader.requests
    assert {name: second[name] for name in first} == first
    assert list(second)[-1] == "refused"
    assert second["refused"] == [{"operation": WRONG, "reason": UNSUPPORTED}]
    with read_only(business) as connection:
        (run,) = stored_runs(connection, ANNA)
    assert (run.prompt_tokens, run.completion_tokens, run.cost, outcome.tokens) == (200, 40, Decimal("0.002"), 240)
    tried = run.proposals["second_try"]
    assert (tried["from"], tried["mended"], tried["refused"][0]["why"]) == (1, [1], UNSUPPORTED)


def test_what_is_refused_again_waits_for_a_person(business: Engine) -> None:
    reader = Twice(answer(VEGETARIAN, WRONG), answer(WRONG))
    outcome = refresh(business, ANNA, reader=reader, now=day(1))
    why = f"{UNSUPPORTED} {STILL_REFUSED}"
    assert said(outcome) == [("Is vegetarian.", "applied", "New."), ("Budget is 600k.", "rejected", why)]
    assert waiting(business) == [("Budget is 600k.", why)]
    assert len(reader.requests) == 2


def test_what_the_second_try_leaves_out_waits_for_a_person(business: Engine) -> None:
    dogs = add("Has three dogs.", "We have two dogs called Bo and Max")
    outcome = refresh(business, ANNA, reader=Twice(answer(WRONG, dogs), answer(RIGHT)), now=day(1))
    assert said(outcome) == [
        ("Budget is 500k.", "applied", "New."),
        ("Has three dogs.", "rejected", f"“three” does not stand in the quotes. {WITHDRAWN}"),
    ]


def test_a_model_that_repeats_its_whole_answer_states_nothing_twice(business: Engine) -> None:
    outcome = refresh(business, ANNA, reader=Twice(answer(WRONG, VEGETARIAN), answer(RIGHT, VEGETARIAN)), now=day(1))
    assert [(text, verdict) for text, verdict, _ in said(outcome)] == [
        ("Is vegetarian.", "applied"),
        ("Budget is 500k.", "applied"),
    ]


def test_what_was_accepted_stays_so_whatever_the_second_try_says(business: Engine) -> None:
    """One message may carry five operations: judged in its old place the mended one would push out an accepted one."""
    boats = [f"I own the boat {name}." for name in ("Aina", "Birte", "Clara", "Dora", "Elsa")]
    site.write(business, "m2", " ".join([*boats, "I also sail on Sundays."]), at=day(0.1))
    wrong, right = (
        add("Sails on Sundays.", words, source="s2") for words in ("I sail Sundays", "I also sail on Sundays")
    )
    accepted = [add(f"Owns the {boat[6:]}", boat, source="s2") for boat in boats]
    outcome = refresh(business, ANNA, reader=Twice(answer(wrong, *accepted), answer(right)), now=day(1))
    assert [verdict for _, verdict, _ in said(outcome)] == ["applied"] * 5 + ["rejected"]
    assert outcome.verdicts[5].rule == "too_many_from_source"


@pytest.mark.parametrize(
    "malformed",
    [
        {**RIGHT, "op": "delete"},
        {**RIGHT, "evidence": []},
        {**RIGHT, "kind": "fact"},
        add("Budget is 500k.", "Our budget is 500k", source="s9"),
        add("Budget is 500k.", "Our limit is 500k"),
        "Budget is 500k.",
    ],
    ids=["operation", "no evidence", "kind", "source", "quote", "no object"],
)
def test_what_is_refused_for_its_form_may_be_mended(business: Engine, malformed: Any) -> None:
    outcome = refresh(business, ANNA, reader=Twice(answer(malformed), answer(RIGHT)), now=day(1))
    assert said(outcome) == [("Budget is 500k.", "applied", "New.")]


def test_a_contradiction_of_another_fact_may_be_mended(business: Engine) -> None:
    refresh(business, ANNA, reader=Twice(answer(RIGHT)), now=day(1))
    site.write(business, "m2", "We have a dog now, since Monday.", at=day(2))
    dog = "We have a dog now"
    reader = Twice(answer(contradict("f1", "Has a dog.", dog)), answer(add("Has a dog.", dog)))
    outcome = refresh(business, ANNA, reader=reader, now=day(3))
    assert (len(reader.requests), said(outcome)) == (2, [("Has a dog.", "applied", "New.")])
    assert reader.requests[1]["refused"][0]["reason"] == "It does not speak of the same thing as the fact."


def test_what_a_person_or_the_ledger_forbids_is_not_asked_again(business: Engine) -> None:
    refresh(business, ANNA, reader=Twice(answer(RIGHT)), now=day(1))
    site.write(business, "m2", "As I said in May, our budget is 600k for the flat.", at=day(2), author="us")
    reader = Twice(answer(add("Budget is 600k.", "our budget is 600k")))
    assert [item.rule for item in refresh(business, ANNA, reader=reader, now=day(3)).verdicts] == ["two_values"]
    assert len(reader.requests) == 1


def test_the_citations_of_a_summary_follow_their_operations(business: Engine) -> None:
    summary = [{"text": "Wants to spend 500k.", "cites": ["op1"]}, {"text": "Is vegetarian.", "cites": ["op2"]}]
    reader = Twice(answer(WRONG, VEGETARIAN, summary=summary), answer(RIGHT))
    outcome = refresh(business, ANNA, reader=reader, now=day(1))
    assert outcome.context is not None
    assert outcome.context["summary"].startswith("Wants to spend 500k. Is vegetarian.")


@pytest.mark.parametrize(
    "failing",
    [
        ReaderFailed("The model did not answer within 60 seconds.", answer=ReaderAnswer({}, 100, 0, Decimal("0.0005"))),
        ReaderAnswer({"operations": None}, 100, 0, Decimal("0.0005"), 5, "scripted-1"),
    ],
)
def test_a_second_try_that_fails_leaves_the_first_answer_and_is_paid_for(business: Engine, failing: Any) -> None:
    reader = Twice(costing(answer(VEGETARIAN, WRONG)), failing)
    outcome = refresh(business, ANNA, reader=reader, now=day(1))
    assert (outcome.status, outcome.tokens, outcome.error) == ("saved", 220, None)
    assert [verdict for _, verdict, _ in said(outcome)] == ["applied", "rejected"]
    assert waiting(business) == [("Budget is 600k.", f"{UNSUPPORTED} {WITHDRAWN}")]
    with read_only(business) as connection:
        (run,) = stored_runs(connection, ANNA)
    assert run.cost == Decimal("0.0015")
    assert run.proposals["second_try"]["error"].startswith(("The model did not", "The reader's answer does not"))


def test_a_reader_without_calls_left_is_not_asked_again_and_what_waits_says_so(business: Engine) -> None:
    class Spent(Scripted):
        def read_again(self, request: dict[str, Any], first: ReaderAnswer) -> ReaderAnswer | None:
            return None

    outcome = refresh(business, ANNA, reader=Spent(answer(WRONG)), now=day(1))
    assert (said(outcome), outcome.tokens) == ([("Budget is 600k.", "rejected", f"{UNSUPPORTED} {NOT_ASKED}")], 120)
    assert waiting(business) == [("Budget is 600k.", f"{UNSUPPORTED} {NOT_ASKED}")]


def test_the_local_rules_have_no_second_try() -> None:
    assert not isinstance(LocalRules(), ReadsAgain)


def test_a_worker_counts_both_calls(business: Engine) -> None:
    reader = Twice(costing(answer(WRONG)), costing(answer(RIGHT)))
    outcome = LeasedRefresh(business, seconds=60).as_asked(ANNA, reader=reader, actor="Tom")
    assert (outcome.tokens, [verdict for _, verdict, _ in said(outcome)]) == (240, ["applied"])


def test_an_accepted_preview_saves_what_the_second_try_mended(business: Engine) -> None:
    reader = Twice(answer(WRONG, add("Has 3 dogs.", "We have two dogs called Bo and Max")), answer(RIGHT))
    preview = refresh(business, ANNA, reader=reader, now=day(1), dry_run=True)
    assert preview.run_id is not None
    accepted = accept_preview(business, ANNA, preview.run_id, actor="Tom", now=day(1))
    assert said(accepted) == said(preview)
    assert said(accepted)[1][2].endswith(WITHDRAWN)
    with read_only(business) as connection:
        assert [fact.text for fact in reads.facts(connection, ANNA)] == ["Budget is 500k."]


def test_a_model_cannot_say_itself_that_it_was_asked_again(business: Engine) -> None:
    forged = answer(WRONG, second_try={"from": 0, "mended": "x", "refused": [1]})
    outcome = refresh(business, ANNA, reader=Scripted(forged), now=day(1))
    assert said(outcome) == [("Budget is 600k.", "rejected", UNSUPPORTED)]


def over_http(business: Engine, replies: list[Reply]) -> tuple[Outcome, list[dict[str, Any]]]:
    """The outcome of a refresh that a scripted server answers, and what it was asked."""
    left = iter(replies)
    with scripted_model(lambda _request: next(left)) as server:
        reader = OpenAIReader("m", server.url, prices={"m": (Decimal("0.25"), Decimal("2.00"))})
        return refresh(business, ANNA, reader=reader, now=day(1)), server.requests


def cost(business: Engine) -> Decimal | None:
    with read_only(business) as connection:
        (run,) = stored_runs(connection, ANNA)
    return run.cost


def test_over_the_api_both_calls_are_counted_and_the_last_message_is_one_document(business: Engine) -> None:
    replies: list[Reply] = [(200, completion(answer(WRONG))), (200, completion(answer(RIGHT)))]
    outcome, requests = over_http(business, replies)
    assert said(outcome) == [("Budget is 500k.", "applied", "New.")]
    assert (outcome.tokens, cost(business)) == (2 * 1280, 2 * Decimal("0.00046"))
    first, second = (json.loads(request["messages"][-1]["content"]) for request in requests)
    assert second == {**first, "refused": [{"operation": WRONG, "reason": UNSUPPORTED}]}


@pytest.mark.parametrize("failure", [500, 400], ids=["a failure", "another format"])
def test_over_the_api_a_repeated_first_call_leaves_no_third(business: Engine, failure: int) -> None:
    replies: list[Reply] = [(failure, {"error": {"message": "no"}}), (200, completion(answer(WRONG)))]
    outcome, requests = over_http(business, replies)
    assert said(outcome) == [("Budget is 600k.", "rejected", f"{UNSUPPORTED} {NOT_ASKED}")]
    assert (len(requests), outcome.tokens) == (2, 1280)


def test_over_the_api_a_second_try_in_prose_is_paid_for_and_changes_nothing(business: Engine) -> None:
    replies: list[Reply] = [(200, completion(answer(WRONG))), (200, completion("I am sure it is 600k."))]
    outcome, requests = over_http(business, replies)
    assert said(outcome) == [("Budget is 600k.", "rejected", f"{UNSUPPORTED} {WITHDRAWN}")]
    assert (len(requests), outcome.status, outcome.tokens, cost(business)) == (2, "saved", 2560, Decimal("0.00092"))
