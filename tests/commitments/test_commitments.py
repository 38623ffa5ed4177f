"""A promise as a fact: whose words it rests on, how it stands, who says that it is kept, and where it is shown."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.context import agent_replies, decisions
from lib.context.alignment.promised import promised
from lib.context.brief.brief import brief
from lib.context.commitments.standing import DONE, commitments
from lib.context.readers import LocalRules
from lib.context.refresh import refresh
from lib.context.store import contact_search
from lib.context.store.collect import collect
from lib.context.store.sources import reading
from tests.support import site
from tests.support.site import ANNA, Scripted, answer, day, operation

OURS = "I will send you the plan of the garden by Friday."
THEIRS = "We will transfer the deposit for the house tomorrow."


@pytest.fixture
def anna(database: Engine) -> Engine:
    site.install(database)
    site.write(database, "o1", OURS, at=day(0), thread_id="t1", author="us", direction="out", author_name="Tom")
    site.write(database, "m1", THEIRS, at=day(1), thread_id="t1")
    refresh(database, ANNA, reader=LocalRules(), now=day(1.5))
    return database


def standing(database: Engine, at: float) -> list[tuple[str, str, str, date | None]]:
    state = collect(database, ANNA, now=day(at))
    found = commitments(state.facts, state.rows.sources, day(at))
    return [(item.by, item.quote, item.state, item.due) for item in found]


def alias(database: Engine, by: str) -> str:
    """What a reader calls the promise of that side: the facts that stand are counted from 1 on."""
    standing_facts = [fact for fact in collect(database, ANNA, now=day(30)).facts if fact.is_current]
    return next(f"f{number}" for number, fact in enumerate(standing_facts, 1) if fact.type == by)


def end(quote: str, *, fact: str, by: str = "by_us") -> Scripted:
    kept = operation("end", "", (quote,), source="s1", kind="commitment", type=by, fact=fact, reason="It was done.")
    return Scripted(answer(kept))


def test_the_local_rules_find_what_both_sides_promise_with_its_day(anna: Engine) -> None:
    assert standing(anna, 2) == [
        ("us", OURS, "open", date(2026, 6, 5)),
        ("contact", THEIRS, "open", date(2026, 6, 3)),
    ]


def test_a_day_that_is_over_makes_a_risk_when_the_clock_says_so(anna: Engine) -> None:
    assert [state for _, _, state, _ in standing(anna, 10)] == ["overdue", "overdue"]
    outcome = refresh(anna, ANNA, reader=LocalRules(), now=day(10))
    assert outcome.context is not None
    notes = [risk["note"] for risk in outcome.context["risks"] if risk["type"] == "overdue_promise"]
    assert notes == [f"We promised for 2026-06-05: {OURS}", f"The client promised for 2026-06-03: {THEIRS}"]
    with reading(anna) as connection:
        (owed,) = contact_search.listed(connection, "owe", since=day(0))
    assert owed.note == notes[0]
    assert set(outcome.context) == {
        "contact_id", "last_updated_at", "summary", "relationship_status", "emotion_trend", "roles", "key_facts",
        "open_threads", "opportunities", "risks", "system_links",
    }  # fmt: skip


def test_who_promised_and_writes_of_it_since_has_perhaps_kept_it(anna: Engine) -> None:
    site.write(anna, "o2", "Here is the plan of the garden.", at=day(3), thread_id="t1", author="us", direction="out")
    assert [state for _, _, state, _ in standing(anna, 10)] == ["perhaps done", "overdue"]


@pytest.mark.parametrize(
    "body",
    [
        f"Hello Anna, how are you?\n\nOn Mon, 1 Jun 2026, Tom wrote:\n> {OURS}",
        f"<style>{'p {margin: 0} ' * 200}</style><p>Hello Anna, how are you?</p><blockquote>{OURS}</blockquote>",
        f"<style>{'p {margin: 0} ' * 200}</style><p>Here is the plan of the garden.</p>",
    ],
)
def test_every_list_says_alike_how_a_promise_stands(anna: Engine, body: str) -> None:
    site.write(anna, "o2", body, at=day(3), thread_id="t1", author="us", direction="out")
    with reading(anna) as connection:
        told = promised(connection, now=day(10), contact_id=ANNA)
    mine = [(item.by, item.quote, item.state, item.due) for item in told]
    assert sorted(mine) == sorted(standing(anna, 10))
    kept = "Here is the plan" in body
    assert [state for by, _, state, _ in mine if by == "us"] == ["perhaps done" if kept else "overdue"]


def test_only_the_other_sides_words_end_a_promise(anna: Engine) -> None:
    site.write(
        anna, "o2", "I sent you the plan of the garden.", at=day(3), thread_id="t1", author="us", direction="out"
    )
    ours = refresh(
        anna, ANNA, reader=end("I sent you the plan of the garden.", fact=alias(anna, "by_us")), now=day(3.5)
    )
    assert [(item.verdict, item.rule) for item in ours.verdicts] == [("rejected", "not_kept")]
    site.write(anna, "m2", "Thank you, the plan of the garden is here.", at=day(4), thread_id="t1")
    theirs = refresh(
        anna, ANNA, reader=end("Thank you, the plan of the garden is here.", fact=alias(anna, "by_us")), now=day(4.5)
    )
    assert [(item.verdict, item.rule) for item in theirs.verdicts] == [("applied", "kept")]
    assert standing(anna, 10)[0] == ("us", OURS, "done", date(2026, 6, 5))


def test_a_person_says_that_it_is_done_or_takes_it_back(anna: Engine) -> None:
    ours, theirs = (fact.id for fact in collect(anna, ANNA, now=day(5)).facts if fact.kind == "commitment")
    decisions.retract(anna, ANNA, ours, actor="Tom", reason=f"{DONE}.", now=day(5))
    decisions.retract(anna, ANNA, theirs, actor="Tom", reason="They never said so.", now=day(6))
    assert [state for _, _, state, _ in standing(anna, 10)] == ["done", "withdrawn"]


@pytest.mark.parametrize(
    ("proposed", "rule"),
    [
        ({"op": "add", "type": "by_contact", "quote": OURS, "source": "s1"}, "other_promiser"),
        ({"op": "add", "type": "by_us", "quote": THEIRS, "source": "s2"}, "other_promiser"),
        ({"op": "add", "type": "somebody", "quote": OURS, "source": "s1"}, "no_promiser"),
    ],
)
def test_a_promise_rests_on_the_words_of_who_gave_it(database: Engine, proposed: dict[str, str], rule: str) -> None:
    site.install(database)
    site.write(database, "o1", OURS, at=day(0), thread_id="t1", author="us", direction="out")
    site.write(database, "m1", THEIRS, at=day(1), thread_id="t1")
    quote = proposed["quote"]
    item = operation(
        "add", quote, (quote,), kind="commitment", type=proposed["type"], source=proposed["source"], fact="", reason=""
    )  # fmt: skip
    outcome = refresh(database, ANNA, reader=Scripted(answer(item)), now=day(2))
    assert [(verdict.verdict, verdict.rule) for verdict in outcome.verdicts] == [("rejected", rule)]


def test_promises_stand_in_the_brief_in_the_list_and_for_agents(anna: Engine) -> None:
    found = brief(collect(anna, ANNA, now=day(2)), "t1", now=day(2))
    lines = next(section.lines for section in found.sections if section.title == "Commitments")
    assert [line.split(" (fact ")[0] for line in lines] == [
        f'the client promised, open, due 2026-06-03: "{THEIRS}"',
        f'we promised, open, due 2026-06-05: "{OURS}"',
    ]
    with reading(anna) as connection:
        owed = contact_search.listed(connection, "owe", since=day(0))
        everybody = agent_replies.commitments(connection)
        one = agent_replies.commitments(connection, ANNA)
    assert [(item.contact_id, item.note, item.waits_since) for item in owed] == [(ANNA, OURS, day(0))]
    assert everybody.commitments == one.commitments
    assert [(item.by, item.quoted_text, item.due_kind) for item in one.commitments] == [
        ("contact", THEIRS, "relative"),
        ("us", OURS, "relative"),
    ]


def test_a_promise_that_is_given_again_is_one_and_counts_from_then(anna: Engine) -> None:
    site.write(anna, "m3", THEIRS, at=day(5), thread_id="t1")
    again: Any = refresh(anna, ANNA, reader=LocalRules(), now=day(5.5))
    told = [item.verdict for item in again.verdicts if item.operation.kind == "commitment"]
    assert told == ["reinforced"]
    assert standing(anna, 6)[1:] == [("contact", THEIRS, "open", date(2026, 6, 7))]
