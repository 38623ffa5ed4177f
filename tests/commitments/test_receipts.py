"""A promise is kept by the other side's words: what says so, what does not, and what the policy takes."""

from typing import Any

import pytest
from sqlalchemy import Engine

from lib.context.commitments.receipts import says_it_is_kept
from lib.context.commitments.standing import commitments
from lib.context.readers.local_rules import LocalRules
from lib.context.refresh import refresh
from lib.context.store.collect import collect
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day

PROMISE = "We will send you the survey by 8 June."


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ("We will send you the survey by 8 June.", "Thank you for the survey, very helpful."),
        ("We will send you the survey by 8 June.", "The survey arrived this morning."),
        ("I'll transfer the deposit on Monday.", "We have received the deposit."),
        ("Ich schicke Ihnen das Gutachten bis Freitag.", "Vielen Dank für das Gutachten."),
        ("Wir überweisen die Kaution am Montag.", "Die Kaution ist gestern eingegangen."),
        ("Je vous enverrai le devis lundi.", "Nous avons bien reçu le devis."),
        ("Le enviaré el presupuesto el lunes.", "Gracias por el presupuesto, muy claro."),
        ("Le manderò il preventivo lunedì.", "Il preventivo è arrivato, grazie."),
        ("Enviarei o orçamento na segunda-feira.", "Já recebi o orçamento."),
    ],
)
def test_the_words_of_a_receipt_keep_a_promise(promise: str, said: str) -> None:
    assert says_it_is_kept(said, promise)


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ("We will send you the survey by 8 June.", "The survey has not arrived."),
        ("We will send you the survey by 8 June.", "Has the survey arrived?"),
        ("We will send you the survey by 8 June.", "Thank you for sending the photos."),
        ("We will send you the survey by 8 June.", "If the survey has arrived by then, we sign."),
        ("We will send you the survey by 8 June.", "The survey is important to us."),
        ("We will send you the survey, the plan and the deeds.", "Thank you for the survey."),
        ("Ich schicke Ihnen das Gutachten bis Freitag.", "Das Gutachten ist noch nicht eingegangen."),
        ("Je vous enverrai le devis lundi.", "Je n'ai pas reçu le devis."),
        ("Le enviaré el presupuesto el lunes.", "No he recibido el presupuesto."),
        ("Le manderò il preventivo lunedì.", "Il preventivo non è arrivato."),
        ("Enviarei o orçamento na segunda-feira.", "Ainda não recebi o orçamento."),
    ],
)
def test_what_asks_denies_supposes_or_speaks_of_less_keeps_none(promise: str, said: str) -> None:
    assert not says_it_is_kept(said, promise)


def states(database: Engine) -> list[tuple[str, str]]:
    state = collect(database, ANNA, now=day(30))
    return [(item.by, item.state) for item in commitments(state.facts, state.rows.sources, day(30))]


def test_the_local_rules_find_the_promise_of_either_side_kept(database: Engine) -> None:
    site.install(database)
    site.write(database, "m1", "I'll send you the bank letter by Friday.", at=day(1), thread_id="t1")
    site.write(database, "m2", "We will send you the survey by 8 June.", at=day(2), thread_id="t1", author="us")
    refresh(database, ANNA, reader=LocalRules(), now=day(3))
    assert states(database) == [("contact", "overdue"), ("us", "overdue")]
    site.write(database, "m3", "Thank you for the survey, it arrived.", at=day(9), thread_id="t1")
    site.write(database, "m4", "We have received the bank letter.", at=day(10), thread_id="t1", author="us")
    refresh(database, ANNA, reader=LocalRules(), now=day(11))
    assert states(database) == [("contact", "done"), ("us", "done")]


def test_a_promise_and_its_receipt_that_are_read_at_once_are_a_promise_kept(database: Engine) -> None:
    site.install(database)
    site.write(database, "m1", "I'll send you the bank letter by Friday.", at=day(1), thread_id="t1")
    site.write(database, "m2", "We will send you the survey by 8 June.", at=day(2), thread_id="t1", author="us")
    site.write(database, "m3", "Thank you for the survey, it arrived.", at=day(9), thread_id="t1")
    site.write(database, "m4", "We have received the bank letter.", at=day(10), thread_id="t1", author="us")
    outcome = refresh(database, ANNA, reader=LocalRules(), now=day(11))
    assert [(item.operation.op, item.verdict, item.rule) for item in outcome.verdicts] == [
        ("add", "applied", "new"),
        ("add", "applied", "new"),
        ("end", "applied", "kept"),
        ("end", "applied", "kept"),
    ]
    assert states(database) == [("contact", "done"), ("us", "done")]
    refresh(database, ANNA, reader=LocalRules(), now=day(12))
    assert states(database) == [("contact", "done"), ("us", "done")]


@pytest.mark.parametrize(
    "others",
    [
        ["The survey arrived, thank you."],  # of an earlier one
        [PROMISE, "Where is the survey? It has not arrived."],
        [PROMISE, "If the survey has arrived by then, we sign."],
    ],
)
def test_what_comes_before_a_promise_or_denies_it_keeps_none_that_is_read_with_it(
    database: Engine, others: list[str]
) -> None:
    site.install(database)
    texts = others if PROMISE in others else [*others, PROMISE]
    for number, said in enumerate(texts, 1):
        author = "us" if said == PROMISE else "contact"
        site.write(database, f"m{number}", said, at=day(number), thread_id="t1", author=author)
    refresh(database, ANNA, reader=LocalRules(), now=day(5))
    assert states(database) == [("us", "overdue")]


def test_a_promise_that_is_given_again_and_kept_in_one_reading_ends_once(database: Engine) -> None:
    site.install(database)
    site.write(database, "m1", PROMISE, at=day(1), thread_id="t1", author="us")
    refresh(database, ANNA, reader=LocalRules(), now=day(2))
    site.write(database, "m2", PROMISE, at=day(3), thread_id="t1", author="us")
    site.write(database, "m3", "Thank you for the survey, it arrived.", at=day(4), thread_id="t1")
    outcome = refresh(database, ANNA, reader=LocalRules(), now=day(5))
    assert [(item.operation.op, item.verdict) for item in outcome.verdicts] == [
        ("add", "reinforced"),
        ("end", "applied"),
    ]
    assert states(database) == [("us", "done")]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("Where is the survey?", "rejected"),
        ("The survey has not come.", "rejected"),
        ("Please send the survey.", "rejected"),
        ("The survey has come.", "applied"),
    ],
)
def test_a_promise_that_is_asked_for_is_not_kept_whatever_a_reader_says(
    database: Engine, said: str, verdict: str
) -> None:
    site.install(database)
    promise = "We will send you the survey by 8 June."
    site.write(database, "m1", promise, at=day(1), thread_id="t1", author="us")
    given = add(promise, promise, kind="commitment", type="by_us")
    (taken,) = refresh(database, ANNA, reader=Scripted(answer(given)), now=day(2)).verdicts
    assert taken.verdict == "applied"
    site.write(database, "m2", said, at=day(9), thread_id="t1")
    ends = {"op": "end", "fact": "f1", "reason": "Kept."}
    end: dict[str, Any] = {**add("", said, kind="commitment", type="by_us"), **ends}
    outcome = refresh(database, ANNA, reader=Scripted(answer(end)), now=day(10))
    assert [item.verdict for item in outcome.verdicts] == [verdict]
